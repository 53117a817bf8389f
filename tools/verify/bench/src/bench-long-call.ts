import { startChild, type Child } from './child-process.js';
import { memoryOf, type Addresses, type MemoryFigures } from './process-figures.js';
import { SteeredCall } from './steered-call.js';
import { hear, subscriber } from './subscribe.js';
import { percentile, type Row } from './table.js';
import { treeCpuMs } from './tree-cpu.js';

const HOUR_SECONDS = 3_600;
/** Each channel speaks a final every two seconds: 3,600 in an hour, so that 6 hours have a 21,600th. */
const SCRIPT = 'generated:long:2';
const FINALS_PER_SECOND = 1;
const ROUNDS = 9;
/** Long enough that 10 ms of the system's CPU clock do not matter. */
const ROUND_SECONDS = 400;
/** The 10th segment: a fresh call is measured from here on. */
const FRESH_FROM_SECONDS = 10;

/**
 * A call of many hours, played as fast as it is taken: memory by the hour, and what one more segment costs at its end. For
 * that, pieces of the long call and the beginnings of fresh calls are played in turn in the same process, so that
 * warm code, a grown heap and a busy machine are the same for both.
 */
export async function benchLongCall(hours: number): Promise<Row[]> {
  const earshot = await startChild<Addresses>('earshot-child');
  try {
    const run = new LongRun(earshot);
    await run.fresh('warm-up');
    const start = await memoryOf(earshot);
    const long = await run.open('long');
    const byHour: MemoryFigures[] = [];
    const startedMs = performance.now();
    for (let hour = 0; hour < hours; hour += 1) {
      await run.play('long', long, HOUR_SECONDS);
      byHour.push(await memoryOf(earshot));
    }
    const playedMs = performance.now() - startedMs;
    const costs: { fresh: number; far: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      costs.push({ fresh: await run.fresh(`fresh-${round}`), far: await run.play('long', long, ROUND_SECONDS) });
    }
    await long.end();
    await run.close();
    const median = (of: 'fresh' | 'far') =>
      percentile(
        costs.map((cost) => cost[of]),
        0.5,
      );
    const finals = Math.round((hours * HOUR_SECONDS + (ROUNDS * ROUND_SECONDS) / 2) * FINALS_PER_SECOND);
    const heaps = byHour.map(({ heapMb, externalMb }) => (heapMb + externalMb).toFixed(0)).join(', ');
    return [
      {
        what: `${hours} h call played in ${(playedMs / 1_000).toFixed(0)} s: heap and buffers at its start → by the hour; resident`,
        measured: `${(start.heapMb + start.externalMb).toFixed(0)} → ${heaps} MB; ${start.rssMb.toFixed(0)} → ${byHour.at(-1)?.rssMb.toFixed(0)} MB`,
        target: 'flat',
      },
      {
        what: `CPU of a segment (with its second of audio and PostgreSQL) around the ${finals.toLocaleString('en')}th against the 10th`,
        measured: `${median('far').toFixed(2)} ms / ${median('fresh').toFixed(2)} ms = ${(median('far') / median('fresh')).toFixed(2)}×`,
        target: '≤ 1.2×',
      },
    ];
  } finally {
    await earshot.stop();
  }
}

/** Plays calls and waits until what was said in them has reached a subscriber. */
class LongRun {
  private readonly client;
  private readonly finals = new Map<string, Set<string>>();

  constructor(private readonly earshot: Child<Addresses>) {
    this.client = subscriber(earshot.started.httpUrl);
  }

  async open(callId: string): Promise<SteeredCall> {
    const finals = new Set<string>();
    this.finals.set(callId, finals);
    hear(this.client, callId, ({ id, isPartial }) => {
      if (!isPartial) finals.add(id);
    });
    return SteeredCall.start(this.earshot.started.ingestUrl, callId, SCRIPT);
  }

  /** CPU per final of a piece of a call. */
  async play(callId: string, call: SteeredCall, seconds: number): Promise<number> {
    const finals = this.finals.get(callId) ?? new Set();
    const before = finals.size;
    const cpuBefore = this.cpuMs();
    await call.play(seconds);
    // The last one may still be spoken when the piece ends.
    const expected = before + seconds * FINALS_PER_SECOND - 2;
    while (finals.size < expected) await new Promise((resolve) => setTimeout(resolve, 20));
    return (this.cpuMs() - cpuBefore) / (finals.size - before);
  }

  async fresh(callId: string): Promise<number> {
    const call = await this.open(callId);
    await this.play(callId, call, FRESH_FROM_SECONDS);
    const cost = await this.play(callId, call, ROUND_SECONDS);
    await call.end();
    this.finals.delete(callId);
    return cost;
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private cpuMs(): number {
    const cpuMs = treeCpuMs(this.earshot.pid);
    if (cpuMs === null) throw new Error('the cost of a segment can be measured on Linux only');
    return cpuMs;
  }
}
