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
const PIECES = 8;
const PIECE_SECONDS = 300;
/** The last final of each track may be unfinished when a piece ends. */
const OPEN_FINALS = 2;
const SEGMENTS = `subscription ($id: ID!) { segmentChanged(callId: $id) {
  id callId revision channel track participant { id role name number } startMs endMs text isPartial engine recognizedAt
  words { text startMs endMs confidence } again: words { text startMs endMs confidence } } }`;

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
    const play = async (seconds: number): Promise<MemoryFigures> => {
      await Promise.all(calls.map((call) => call.play(seconds)));
      playedSeconds += seconds;
      const expected = distinct.length * (playedSeconds - OPEN_FINALS);
      while (finals.size < expected) await new Promise((resolve) => setTimeout(resolve, 20));
      return readMemory(earshot);
    };
    const before = await play(WARM_UP_SECONDS);
    for (let at = 0; at < READERS; at += 1) sockets.push(await openSlowReader(earshot, callIds));
    const during: MemoryFigures[] = [];
    for (let piece = 0; piece < PIECES; piece += 1) during.push(await play(PIECE_SECONDS));
    const most = (of: keyof MemoryFigures) => Math.max(...during.map((figures) => figures[of]));
    const { closed, open } = await countSockets(earshot);
    return [
      {
        name: `${READERS} clients that do not read, each with ${SUBSCRIPTIONS_PER_READER} subscriptions: resident memory before → most`,
        measured: `${before.rssMb.toFixed(0)} → ${most('rssMb').toFixed(0)} MiB (+${(most('rssMb') - before.rssMb).toFixed(0)})`,
        target: '≤ +200 MiB',
      },
      {
        name: 'the same: heap and buffers after garbage collection',
        measured: `${(before.heapMb + before.externalMb).toFixed(0)} → ${(most('heapMb') + most('externalMb')).toFixed(0)} MiB`,
        target: '≤ +100 MiB',
      },
      {
        name: 'finals that the honest reader received; sockets and subscriptions closed as too slow; sockets open at the end',
        measured: `${finals.size}; ${closed}; ${open}`,
        target: 'all',
      },
    ];
  } finally {
    for (const socket of sockets) socket.terminate();
    await client.dispose();
    await earshot.stop();
  }
}

/** A socket that is neither was closed because its client did not answer pings, as on a slow machine. */
async function countSockets({ started }: Child<Addresses>): Promise<{ closed: number; open: number }> {
  const metrics = await (await fetch(`${started.httpUrl}/metrics`)).text();
  const counts = metrics.matchAll(
    /^earshot_gateway_(?:refused|closed_subscriptions)_total\{.*"SUBSCRIBER_TOO_SLOW".*\} (\d+)$/gm,
  );
  const [, open] = /^earshot_gateway_sockets (\d+)$/m.exec(metrics) ?? [];
  return { closed: [...counts].reduce((sum, [, count]) => sum + Number(count), 0), open: Number(open) };
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
