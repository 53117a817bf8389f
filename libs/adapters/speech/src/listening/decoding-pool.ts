import type { Counter } from '@earshot/ports';
import { FairQueue, type WorkOwner } from '../fair-queue.js';
import type { ListeningProcess, ListeningProgram } from './listening-process.js';
import { closeSlots, poolClosed, ProcessSlot, type Job } from './process-slot.js';
import type { PartialWork, RecognitionWork } from './utterance-recognizer.js';

/** Attempts at one final before the pool gives it up. */
const MAX_ATTEMPTS = 3;

/**
 * The processes that decode utterances. The calls take turns, live ones first. Partials wait for finals, so they fall away first
 * when the machine is slow. The streams bound what they queue.
 */
export class DecodingPool {
  private readonly slots: readonly ProcessSlot[];
  private readonly finals = new FairQueue<Job>();
  private readonly firstPartials = new FairQueue<Job>();
  private readonly laterPartials = new FairQueue<Job>();
  private isClosed = false;

  private constructor(program: ListeningProgram, processes: number, restarts: Counter) {
    this.slots = Array.from({ length: processes }, () => new ProcessSlot(program, restarts, () => this.takeNext()));
  }

  /** Starts one process, which tries the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(program: ListeningProgram, processes: number, restarts: Counter): Promise<DecodingPool> {
    const pool = new DecodingPool(program, processes, restarts);
    await pool.slots[0]?.start();
    return pool;
  }

  /** CPU time that the decoder took for a fixed second of sound at the start of the first process. */
  get trialMs(): number {
    return this.slots[0]?.trialMs ?? 0;
  }

  /** Starts one process more than there are streams, so that a new call does not wait while the model loads. */
  startFor(streams: number): void {
    for (const slot of this.slots.slice(0, streams + 1)) slot.startAhead();
  }

  /** The text of an utterance. Empty where it is not `isWanted` any more at its turn. */
  decode(work: RecognitionWork<WorkOwner>): Promise<string> {
    return new Promise((resolve, reject) => {
      const run = async (process: ListeningProcess) =>
        resolve(work.isWanted() ? await decodeIn(process, work.samples, true) : '');
      this.add(this.finals, work, { attempts: MAX_ATTEMPTS, run, reject });
    });
  }

  /** The text of an utterance so far. Null where it is not `isWanted` any more at its turn. A crash costs the partial. */
  decodePartial(work: PartialWork<WorkOwner>): Promise<string | null> {
    return new Promise((resolve) => {
      const run = async (process: ListeningProcess) =>
        resolve(work.isWanted() ? await decodeIn(process, work.samples, false) : null);
      // The listener sees by the first partial that somebody speaks, so it goes before later ones.
      const queue = work.isFirst ? this.firstPartials : this.laterPartials;
      this.add(queue, work, { attempts: 1, run, reject: () => resolve(null) });
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await closeSlots(this.slots, [this.finals, this.firstPartials, this.laterPartials]);
  }

  private add(
    queue: FairQueue<Job>,
    work: RecognitionWork<WorkOwner>,
    job: Pick<Job, 'attempts' | 'run' | 'reject'>,
  ): void {
    if (this.isClosed) return job.reject(poolClosed());
    queue.add({ ...job, owner: work.owner, onStart: () => work.onStart() });
    const started = this.slots.filter(({ isStarted }) => isStarted);
    for (const slot of started.length === 0 ? this.slots.slice(0, 1) : started) void slot.work();
  }

  private takeNext(): Job | undefined {
    return this.finals.take() ?? this.firstPartials.take() ?? this.laterPartials.take();
  }
}

async function decodeIn(process: ListeningProcess, samples: Int16Array, isFinal: boolean): Promise<string> {
  const reply = await process.request({ kind: 'decode', samples, isFinal });
  return reply.kind === 'decoded' ? reply.text : '';
}
