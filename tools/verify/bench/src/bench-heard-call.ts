import { readCallAudio } from '@earshot/call-player';
import type { SpeechEngineNow } from '@earshot/standalone';
import { join } from 'node:path';
import { startChild, type Child } from './child-process.js';
import type { Measurement } from './format-table.js';
import { findUnheardLines } from './heard-lines.js';
import { readMemory, type Addresses } from './process-figures.js';
import { readTreeMemoryMb } from './process-tree.js';
import { readLines, type SpokenLine } from './sample-calls.js';
import { SAMPLES_FOLDER } from './speech-runs.js';
import { StepwiseCall } from './stepwise-call.js';
import { createSubscriber, subscribeToCall, type ReceivedSegment } from './subscribe-to-call.js';

const CALL_ID = 'heard';
/** Spoken one after the other, again and again. */
const SAMPLES = ['billing-dispute', 'internet-outage', 'card-payment'];
/** The listening processes of the engine, as they stand in the list of processes. */
const LISTENING_PROCESS = 'listening.worker';
/** Audio is sent in pieces. */
const PIECE_MS = 5_000;
/** The engine always has work, but no backlog for which transcription would give audio up. */
const AHEAD_MS = 20_000;
/** A sample of each of the two tracks. */
const BYTES_PER_FRAME = 4;
const MEMORY_EVERY_MS = 600_000;
const POLL_MS = 50;
/** A call that is not heard any more would let the bench wait for ever. */
const LONGEST_SILENCE_MS = 300_000;

interface TrackAccount {
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly openMs: number;
  readonly gapMs: number;
  readonly isComplete: boolean;
}

/**
 * Plays the sample calls as one call of many minutes through all services, as fast as the built-in engine hears it. Compares
 * the memory after ten minutes with that at the end, counts lines of which nothing was heard, and reads the account of the audio.
 */
export async function benchHeardCall(minutes: number): Promise<Measurement[]> {
  const earshot = await startChild<Addresses>('earshot-child', 'moonshine');
  const client = createSubscriber(earshot.started.httpUrl);
  try {
    const { engine, reason } = await earshot.request<SpeechEngineNow>('speech');
    if (engine === null) return [{ name: 'heard', measured: `not measured: ${reason}`, target: '' }];
    const player = new HeardCallPlayer(minutes * 60_000);
    subscribeToCall(client, CALL_ID, (segment) => player.receive(segment));
    const memory: MemoryNow[] = [];
    const startedMs = performance.now();
    const call = await StepwiseCall.start(earshot.started.ingestUrl, CALL_ID);
    await player.play(call, async () => {
      memory.push(await readAllMemory(earshot));
      process.stdout.write(`  ${(player.playedMs / 60_000).toFixed(0)} of ${minutes} minutes\n`);
    });
    await call.end();
    const accounts = await waitForAccounts(earshot.started.httpUrl);
    const playedSeconds = (performance.now() - startedMs) / 1_000;
    memory.push(await readAllMemory(earshot));
    return rowsOf(engine, player, { memory, accounts, playedSeconds });
  } finally {
    await client.dispose();
    await earshot.stop();
  }
}

interface MemoryNow {
  /** Heap and buffers after a collection. */
  readonly heapMb: number;
  readonly rssMb: number;
  readonly listeningMb: number | null;
}

async function readAllMemory(earshot: Child<Addresses>): Promise<MemoryNow> {
  const { heapMb, externalMb, rssMb } = await readMemory(earshot);
  return { heapMb: heapMb + externalMb, rssMb, listeningMb: readTreeMemoryMb(earshot.pid, LISTENING_PROCESS) };
}

/** Plays the samples and keeps what was said and what was heard. */
class HeardCallPlayer {
  readonly said: SpokenLine[] = [];
  readonly finals = new Map<string, ReceivedSegment>();
  repeatedFinals = 0;
  playedMs = 0;
  private heardMs = 0;
  private receivedAtMs = performance.now();

  constructor(private readonly lengthMs: number) {}

  receive(segment: ReceivedSegment): void {
    this.receivedAtMs = performance.now();
    if (segment.isPartial) return;
    if (this.finals.has(segment.id)) this.repeatedFinals += 1;
    this.finals.set(segment.id, segment);
    this.heardMs = Math.max(this.heardMs, segment.endMs);
  }

  /** Calls `onTenMinutes` after each ten minutes of the call. */
  async play(call: StepwiseCall, onTenMinutes: () => Promise<void>): Promise<void> {
    for (let round = 0; this.playedMs < this.lengthMs; round += 1) {
      const name = SAMPLES[round % SAMPLES.length] ?? '';
      const { payload, durationMs } = await readCallAudio(join(SAMPLES_FOLDER, `${name}.wav`));
      const pieceBytes = Math.round((payload.length * PIECE_MS) / durationMs / BYTES_PER_FRAME) * BYTES_PER_FRAME;
      for (const line of await readLines(name))
        this.said.push({ ...line, startMs: line.startMs + this.playedMs, endMs: line.endMs + this.playedMs });
      const earlierMs = this.playedMs;
      for (let at = 0; at < payload.length; at += pieceBytes) {
        await call.playAudio(payload.subarray(at, at + pieceBytes));
        await this.waitForFinals(earlierMs + (at * durationMs) / payload.length - AHEAD_MS);
      }
      this.playedMs += durationMs;
      if (Math.floor(this.playedMs / MEMORY_EVERY_MS) > Math.floor(earlierMs / MEMORY_EVERY_MS)) await onTenMinutes();
    }
    await this.waitForFinals(Math.max(...this.said.map(({ startMs }) => startMs)));
  }

  /** Resolves when a final reaches this time of the call. */
  private async waitForFinals(untilMs: number): Promise<void> {
    this.receivedAtMs = performance.now();
    while (this.heardMs < untilMs) {
      if (performance.now() - this.receivedAtMs > LONGEST_SILENCE_MS)
        throw new Error(`no words came for ${LONGEST_SILENCE_MS / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** The accounts of the tracks, once the transcript of the call is complete. */
async function waitForAccounts(httpUrl: string): Promise<readonly TrackAccount[]> {
  const query = `query ($id: ID!) { call(id: $id) { status ledger { receivedMs transcribedMs openMs gapMs isComplete } } }`;
  for (const startedMs = performance.now(); ;) {
    const response = await fetch(`${httpUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: CALL_ID } }),
    });
    const { data } = (await response.json()) as { data: { call: { ledger: TrackAccount[] } } };
    const { ledger } = data.call;
    const isOver = ledger.every(({ isComplete }) => isComplete);
    if (isOver || performance.now() - startedMs > LONGEST_SILENCE_MS) return ledger;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function rowsOf(
  engine: string,
  { said, finals, repeatedFinals, playedMs }: HeardCallPlayer,
  heard: {
    readonly memory: readonly MemoryNow[];
    readonly accounts: readonly TrackAccount[];
    readonly playedSeconds: number;
  },
): Measurement[] {
  const { memory, accounts, playedSeconds } = heard;
  const [first, last] = [memory[0], memory.at(-1)];
  const name = `heard, ${engine}, call of ${(playedMs / 60_000).toFixed(0)} min in ${(playedSeconds / 60).toFixed(1)} min`;
  const unheard = findUnheardLines(said, [...finals.values()]);
  const inMb = (figure: (each: MemoryNow) => number | null) =>
    [first, last].map((each) => (each === undefined ? 'unknown' : (figure(each)?.toFixed(0) ?? 'unknown'))).join(' → ');
  const formatAccount = ({ receivedMs, transcribedMs, openMs, gapMs }: TrackAccount) =>
    `${receivedMs} = ${transcribedMs} transcribed, ${gapMs} in gaps, ${openMs} open`;
  return [
    {
      name: `${name}: lines of which nothing was heard; finals; finals that came twice`,
      measured: `${unheard.length} of ${said.length}; ${finals.size}; ${repeatedFinals}`,
      target: '0 unheard, 0 twice',
    },
    {
      name: `${name}: heap and buffers; resident memory of Earshot; of its listening processes, after ten minutes → at the end`,
      measured: `${inMb(({ heapMb }) => heapMb)} MB; ${inMb(({ rssMb }) => rssMb)} MB; ${inMb(({ listeningMb }) => listeningMb)} MB`,
      target: 'flat',
    },
    {
      name: `${name}: account of each track in ms, of ${Math.round(playedMs)} ms sent`,
      measured: accounts.map(formatAccount).join('; '),
      target: 'all transcribed',
    },
  ];
}
