import { once } from 'node:events';
import WebSocket from 'ws';
import { startChild, type Child } from './child-process.js';
import type { Measurement } from './format-table.js';
import { readMemory, type Addresses, type MemoryFigures } from './process-figures.js';
import { StepwiseCall } from './stepwise-call.js';
import { createSubscriber, subscribeToCall } from './subscribe-to-call.js';

const READERS = 100;
/** A socket may run 50 operations at once. */
const SUBSCRIPTIONS_PER_READER = 40;
const SCRIPT = 'generated:long:2';
const WARM_UP_SECONDS = 1_200;
/**
 * Short pieces with large answers. A client that does not read does not answer pings either, and is cut after 30 s at the
 * latest: the limits only show if more than the buffers of the operating system (a few MiB for each reader) is sent before.
 */
const PIECES = 12;
const PIECE_SECONDS = 10;
const REPEATED_WORDS = 12;
/** The last final of each track may be unfinished when a piece ends. */
const OPEN_FINALS = 2;
const WORDS = 'words { text startMs endMs confidence }';
const SEGMENTS = `subscription ($id: ID!) { segmentChanged(callId: $id) {
  id callId revision channel track participant { id role name number } startMs endMs text isPartial engine recognizedAt
  ${Array.from({ length: REPEATED_WORDS }, (_, at) => `words${at}: ${WORDS}`).join(' ')} } }`;

/** What the gateway says about its sockets. */
interface SocketFigures {
  readonly open: number;
  readonly unsentMb: number;
  readonly subscriptions: number;
  /** Sockets and subscriptions that were closed because their client was too slow. */
  readonly closedAsTooSlow: number;
  readonly subscriptionsClosed: number;
}

/**
 * Measures the memory that clients cost that subscribe and then do not read, while calls speak as fast as Earshot accepts
 * it. Each of them watches all calls. One honest reader watches them too, and must receive every final.
 */
export async function benchSlowReaders(): Promise<Measurement[]> {
  const earshot = await startChild<Addresses>('earshot-child');
  const client = createSubscriber(earshot.started.httpUrl);
  const finals = new Set<string>();
  const callIds = Array.from({ length: SUBSCRIPTIONS_PER_READER }, (_, at) => `spoken-${at % 4}`);
  const distinct = [...new Set(callIds)];
  const sockets: WebSocket[] = [];
  try {
    for (const callId of distinct)
      subscribeToCall(client, callId, ({ id, isPartial }) => void (isPartial || finals.add(`${callId} ${id}`)));
    const calls = await Promise.all(
      distinct.map((callId) => StepwiseCall.start(earshot.started.ingestUrl, callId, SCRIPT)),
    );
    let playedSeconds = 0;
    const during: SocketFigures[] = [];
    const play = async (seconds: number): Promise<MemoryFigures> => {
      await Promise.all(calls.map((call) => call.play(seconds)));
      playedSeconds += seconds;
      const expected = distinct.length * (playedSeconds - OPEN_FINALS);
      while (finals.size < expected) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        during.push(await readSockets(earshot));
      }
      return readMemory(earshot);
    };
    const before = await play(WARM_UP_SECONDS);
    for (let at = 0; at < READERS; at += 1) sockets.push(await openSlowReader(earshot, callIds));
    const closeCodes = countCloseCodes(sockets);
    const { subscriptions } = await readSockets(earshot);
    const memory: MemoryFigures[] = [];
    for (let piece = 0; piece < PIECES; piece += 1) memory.push(await play(PIECE_SECONDS));
    const { open, closedAsTooSlow, subscriptionsClosed } = await readSockets(earshot);
    for (const socket of sockets) socket.resume();
    await until(() => [...closeCodes.values()].reduce((sum, count) => sum + count, 0) >= closedAsTooSlow);
    const most = (of: keyof MemoryFigures) => Math.max(...memory.map((figures) => figures[of]));
    const codes = [...closeCodes].map(([code, count]) => `${count} with ${code}`).join(', ');
    return [
      {
        name: `${READERS} clients that do not read, ${subscriptions - distinct.length} subscriptions: resident memory before → most`,
        measured: `${before.rssMb.toFixed(0)} → ${most('rssMb').toFixed(0)} MiB (${formatChange(most('rssMb') - before.rssMb)})`,
        target: '≤ +200 MiB',
      },
      {
        name: 'the same: heap and buffers after garbage collection',
        measured: `${(before.heapMb + before.externalMb).toFixed(0)} → ${(most('heapMb') + most('externalMb')).toFixed(0)} MiB`,
        target: '≤ +100 MiB',
      },
      {
        name: 'the same: most bytes that waited for clients',
        measured: `${Math.max(...during.map(({ unsentMb }) => unsentMb)).toFixed(0)} MiB`,
        target: '≤ 64 MiB, bursts 128 MiB',
      },
      {
        name: 'the same: sockets closed as too slow + cut because pings were not answered; subscriptions closed before',
        measured: `${closedAsTooSlow} + ${READERS - closedAsTooSlow - (open - 1)}; ${subscriptionsClosed}`,
        target: `${READERS} in total`,
      },
      {
        name: 'the same: close codes that the clients found when they read again (1013: too slow, 1006: cut)',
        measured: codes,
        target: 'no other code',
      },
      {
        name: 'finals that the honest reader received; sockets open at the end',
        measured: `${finals.size} of at least ${distinct.length * (playedSeconds - OPEN_FINALS)}; ${open}`,
        target: 'all; 1',
      },
    ];
  } finally {
    for (const socket of sockets) socket.terminate();
    await client.dispose();
    await earshot.stop();
  }
}

async function readSockets({ started }: Child<Addresses>): Promise<SocketFigures> {
  const text = await (await fetch(`${started.httpUrl}/metrics`)).text();
  const sumOf = (pattern: RegExp) => [...text.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
  return {
    open: sumOf(/^earshot_gateway_sockets (\d+)$/gm),
    unsentMb: sumOf(/^earshot_gateway_unsent_bytes (\d+)$/gm) / 2 ** 20,
    subscriptions: sumOf(/^earshot_gateway_subscriptions\{.*"segment".*\} (\d+)$/gm),
    closedAsTooSlow: sumOf(/^earshot_gateway_refused_total\{.*"SUBSCRIBER_TOO_SLOW".*\} (\d+)$/gm),
    subscriptionsClosed: sumOf(/^earshot_gateway_closed_subscriptions_total\{.*"SUBSCRIBER_TOO_SLOW".*\} (\d+)$/gm),
  };
}

/** Counts the codes with which the sockets close. A paused socket sees its close when it reads again. */
function countCloseCodes(sockets: readonly WebSocket[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const socket of sockets) socket.once('close', (code) => counts.set(code, (counts.get(code) ?? 0) + 1));
  return counts;
}

const formatChange = (mb: number): string => `${mb < 0 ? '' : '+'}${mb.toFixed(0)}`;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Subscribes, and reads nothing from then on. */
async function openSlowReader(earshot: Child<Addresses>, callIds: readonly string[]): Promise<WebSocket> {
  const url = `${earshot.started.httpUrl.replace(/^http/, 'ws')}/graphql`;
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  for (const [at, id] of callIds.entries()) {
    socket.send(JSON.stringify({ id: String(at), type: 'subscribe', payload: { query: SEGMENTS, variables: { id } } }));
  }
  socket.send(JSON.stringify({ type: 'ping' }));
  await once(socket, 'message');
  socket.pause();
  return socket;
}
