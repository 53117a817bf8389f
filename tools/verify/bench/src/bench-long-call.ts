import { startChild, type Child } from './child-process.js';
import { readMemory, type Addresses, type MemoryFigures } from './process-figures.js';
import { StepwiseCall } from './stepwise-call.js';
import { createSubscriber, subscribeToCall } from './subscribe-to-call.js';
import { percentile, type Measurement } from './format-table.js';
import { readTreeCpuMs } from './process-tree.js';

const HOUR_SECONDS = 3_600;
/** Each track has a final every two seconds, so the two tracks have 3,600 finals an hour. */
const SCRIPT = 'generated:long:2';
const FINALS_PER_SECOND = 1;
const ROUNDS = 9;
/** A round is so long that the 10 ms resolution of the CPU clock does not matter. */
const ROUND_SECONDS = 400;
/** The measurement of a fresh call starts at its 10th segment. */
const FRESH_FROM_SECONDS = 10;

/**
 * Plays a call of many hours as fast as Earshot accepts it. Measures the memory after each hour, and the CPU time of one more
 * segment at the end. Pieces of the long call and of fresh calls alternate in the same process, so that warm code, the size
 * of the heap and other work on the machine affect both equally.
 */
export async function benchLongCall(hours: number): Promise<Measurement[]> {
  const earshot = await startChild<Addresses>('earshot-child');
  try {
    const player = new LongCallPlayer(earshot);
    await player.measureFreshCall('warm-up');
    const start = await readMemory(earshot);
    const long = await player.startCall('long');
    const byHour: MemoryFigures[] = [];
    const startedMs = performance.now();
    for (let hour = 0; hour < hours; hour += 1) {
      await player.measurePiece('long', long, HOUR_SECONDS);
      byHour.push(await readMemory(earshot));
    }
    const playedMs = performance.now() - startedMs;
    const costs: { fresh: number; late: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      costs.push({
        fresh: await player.measureFreshCall(`fresh-${round}`),
        late: await player.measurePiece('long', long, ROUND_SECONDS),
      });
    }
    await long.end();
    await player.close();
    const median = (of: 'fresh' | 'late') =>
      percentile(
        costs.map((cost) => cost[of]),
        0.5,
      );
    const finals = Math.round((hours * HOUR_SECONDS + (ROUNDS * ROUND_SECONDS) / 2) * FINALS_PER_SECOND);
    const heaps = byHour.map(({ heapMb, externalMb }) => (heapMb + externalMb).toFixed(0)).join(', ');
    return [
      {
        name: `${hours} h call played in ${(playedMs / 1_000).toFixed(0)} s: heap and buffers at the start → after each hour; resident memory`,
        measured: `${(start.heapMb + start.externalMb).toFixed(0)} → ${heaps} MB; ${start.rssMb.toFixed(0)} → ${byHour.at(-1)?.rssMb.toFixed(0)} MB`,
        target: 'flat',
      },
      {
        name: `CPU per segment (with its second of audio and PostgreSQL) around the ${finals.toLocaleString('en')}th compared with the 10th`,
        measured: `${median('late').toFixed(2)} ms / ${median('fresh').toFixed(2)} ms = ${(median('late') / median('fresh')).toFixed(2)}×`,
        target: '≤ 1.2×',
      },
    ];
  } finally {
    await earshot.stop();
  }
}

/** Plays calls and waits until their finals have reached a subscriber. */
class LongCallPlayer {
  private readonly client;
  private readonly finals = new Map<string, Set<string>>();

  constructor(private readonly earshot: Child<Addresses>) {
    this.client = createSubscriber(earshot.started.httpUrl);
  }

  async startCall(callId: string): Promise<StepwiseCall> {
    const finals = new Set<string>();
    this.finals.set(callId, finals);
    subscribeToCall(this.client, callId, ({ id, isPartial }) => {
      if (!isPartial) finals.add(id);
    });
    return StepwiseCall.start(this.earshot.started.ingestUrl, callId, SCRIPT);
  }

  /** Plays a piece of a call. Returns the CPU time per final. */
  async measurePiece(callId: string, call: StepwiseCall, seconds: number): Promise<number> {
    const finals = this.finals.get(callId) ?? new Set();
    const before = finals.size;
    const cpuBefore = this.cpuMs();
    await call.play(seconds);
    // The last final of each track may be unfinished when the piece ends.
    const expected = before + seconds * FINALS_PER_SECOND - 2;
    while (finals.size < expected) await new Promise((resolve) => setTimeout(resolve, 20));
    return (this.cpuMs() - cpuBefore) / (finals.size - before);
  }

  async measureFreshCall(callId: string): Promise<number> {
    const call = await this.startCall(callId);
    await this.measurePiece(callId, call, FRESH_FROM_SECONDS);
    const cost = await this.measurePiece(callId, call, ROUND_SECONDS);
    await call.end();
    this.finals.delete(callId);
    return cost;
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private cpuMs(): number {
    const cpuMs = readTreeCpuMs(this.earshot.pid);
    if (cpuMs === null) throw new Error('measuring the CPU time of a segment needs Linux');
    return cpuMs;
  }
}
