import { Failure, type Counter } from '@earshot/ports';
import type { Detection } from './listening-protocol.js';
import { FairQueue, type WorkOwner } from '../fair-queue.js';
import { ListeningProcess, type ListeningProgram } from './listening-process.js';

/** A process decodes partials while the detections of its live calls wait no longer than this. They find the end of speech. */
const MAX_WAIT_FOR_PARTIALS_MS = 100;
/** Attempts at one piece of work before the pool gives it up. */
const MAX_ATTEMPTS = 3;
/** A stream goes to a process that runs, unless that has so many streams more than one that must start first. */
const STREAMS_PER_START = 2;

/** Work of one stream. */
export interface PoolWork {
  readonly owner: WorkOwner;
  readonly samples: Int16Array;
  /** A process begins with the work. */
  onStart(): void;
}

export interface PartialWork extends PoolWork {
  /** The first of its utterance. */
  readonly isFirst: boolean;
  isWanted(): boolean;
}

type Kind = 'detection' | 'final' | 'firstPartial' | 'partial';
/** The listener sees by the first partial that somebody speaks, so it goes before later ones. */
const DECODINGS: readonly Kind[] = ['final', 'firstPartial', 'partial'];

interface Job {
  readonly owner: WorkOwner;
  readonly queuedAtMs: number;
  run(process: ListeningProcess): Promise<void>;
  onStart(): void;
  reject(error: unknown): void;
}

/** One place for a process, which starts before it is needed and is replaced when it ends. */
interface Slot {
  process: ListeningProcess | null;
  readonly detections: FairQueue<Job>;
  readonly streams: Set<number>;
  isBusy: boolean;
  last: Kind;
  /** How long the last detection of a live call waited. */
  liveWaitMs: number;
}

/**
 * The listening processes of all streams. A stream's detector lives in one process; its utterances are decoded in any. The calls
 * take turns, live ones first. Partials wait for finals and for a process that keeps up, so they fall away first when the
 * machine is slow. The streams bound what they queue.
 */
export class ListeningPool {
  private readonly slots: Slot[];
  private readonly finals = new FairQueue<Job>();
  private readonly partials = { first: new FairQueue<Job>(), later: new FairQueue<Job>() };
  private readonly homes = new Map<number, Slot>();
  private lastStream = 0;
  private isClosed = false;
  /** CPU time that the decoder took for a fixed second of sound when the first process started. */
  trialMs = 0;

  private constructor(
    private readonly program: ListeningProgram,
    workers: number,
    private readonly restarts: Counter,
  ) {
    this.slots = Array.from({ length: workers }, () => ({
      process: null,
      detections: new FairQueue<Job>(),
      streams: new Set<number>(),
      isBusy: false,
      last: 'partial',
      liveWaitMs: 0,
    }));
  }

  /**
   * Starts one process, which tries the models; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. Another starts as soon as all
   * have streams, so that a new call does not wait while the models load.
   */
  static async start(program: ListeningProgram, workers: number, restarts: Counter): Promise<ListeningPool> {
    const pool = new ListeningPool(program, workers, restarts);
    const [first] = pool.slots;
    if (first !== undefined) first.process = await ListeningProcess.start(program);
    pool.trialMs = first?.process?.trialMs ?? 0;
    return pool;
  }

  /** A number for a new stream. Its detector lives in the process with the fewest streams. */
  addStream(): number {
    const stream = (this.lastStream += 1);
    const costOf = ({ streams, process }: Slot) => streams.size + (process === null ? STREAMS_PER_START : 0);
    const home = this.slots.reduce((least, slot) => (costOf(slot) < costOf(least) ? slot : least));
    home.streams.add(stream);
    this.startAhead();
    this.homes.set(stream, home);
    return stream;
  }

  removeStream(stream: number): void {
    const home = this.homes.get(stream);
    if (home === undefined) return;
    this.homes.delete(stream);
    home.streams.delete(stream);
    home.process?.forget(stream);
  }

  /** For each window of the samples, whether it is speech. After a crash a fresh detector goes on. */
  detect(stream: number, work: PoolWork): Promise<Detection> {
    return new Promise((resolve, reject) => {
      const home = this.homes.get(stream);
      if (home === undefined || this.isClosed) return reject(closed());
      const run = async (process: ListeningProcess) => {
        const reply = await process.request({ kind: 'detect', stream, samples: work.samples });
        if (reply.kind === 'detected') resolve(reply);
        // The stream ended meanwhile, and the request has made a new detector.
        if (!this.homes.has(stream)) process.forget(stream);
      };
      home.detections.add({ ...this.jobOf(work), run, reject });
      void this.workOn(home);
    });
  }

  /** The text of an utterance. Empty where it is not `isWanted` any more at its turn. */
  decode(work: PoolWork & { isWanted(): boolean }): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) return reject(closed());
      this.finals.add({
        ...this.jobOf(work),
        run: async (process) => resolve(work.isWanted() ? await decodeIn(process, work.samples, true) : ''),
        reject,
      });
      this.wakeSlots();
    });
  }

  /** The text of an utterance so far. Null where it is not `isWanted` any more at its turn. A crash costs the partial. */
  decodePartial(work: PartialWork): Promise<string | null> {
    return new Promise((resolve) => {
      const run = async (process: ListeningProcess) =>
        resolve(work.isWanted() ? await decodeIn(process, work.samples, false) : null);
      const reject = () => resolve(null);
      if (this.isClosed) return reject();
      (work.isFirst ? this.partials.first : this.partials.later).add({ ...this.jobOf(work), run, reject });
      this.wakeSlots();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const queue of [
      this.finals,
      this.partials.first,
      this.partials.later,
      ...this.slots.map((slot) => slot.detections),
    ]) {
      for (const job of queue.remove(() => true)) job.reject(closed());
    }
    await Promise.all(this.slots.map((slot) => slot.process?.kill()));
  }

  private jobOf({ owner, onStart }: PoolWork) {
    return { owner, onStart: () => onStart(), queuedAtMs: this.program.clock.nowMs() };
  }

  private wakeSlots(): void {
    const started = this.slots.filter((slot) => slot.process !== null);
    for (const slot of started.length === 0 ? this.slots.slice(0, 1) : started) void this.workOn(slot);
  }

  /** Starts a process if no stream would find an unused one. If that fails, its first work tries again and reports it. */
  private startAhead(): void {
    const isSpare = ({ streams, process, isBusy }: Slot) => streams.size === 0 && (process !== null || isBusy);
    const next = this.slots.find(({ process, isBusy }) => process === null && !isBusy);
    if (next === undefined || this.slots.some(isSpare)) return;
    next.isBusy = true;
    const goOn = () => {
      next.isBusy = false;
      void this.workOn(next);
    };
    void this.processOf(next).then(goOn, goOn);
  }

  private async workOn(slot: Slot): Promise<void> {
    if (slot.isBusy) return;
    slot.isBusy = true;
    for (let job = this.takeNext(slot); job !== undefined; job = this.takeNext(slot)) {
      await this.run(slot, job, isPartial(slot.last) ? 1 : MAX_ATTEMPTS);
    }
    slot.isBusy = false;
  }

  /** Detections and utterances take turns: neither waits for a backlog of the other. */
  private takeNext(slot: Slot): Job | undefined {
    const order: readonly Kind[] =
      slot.last === 'detection' ? [...DECODINGS, 'detection'] : ['detection', ...DECODINGS];
    const isBehind = slot.last === 'detection' && slot.liveWaitMs > MAX_WAIT_FOR_PARTIALS_MS && slot.detections.hasLive;
    for (const kind of order) {
      if (isBehind && isPartial(kind)) continue;
      const job = this.queueOf(slot, kind).take();
      if (job === undefined) continue;
      slot.last = kind;
      if (kind === 'detection' && job.owner.isRecorded !== true) {
        slot.liveWaitMs = this.program.clock.nowMs() - job.queuedAtMs;
      }
      return job;
    }
    return undefined;
  }

  private queueOf(slot: Slot, kind: Kind): FairQueue<Job> {
    if (kind === 'detection') return slot.detections;
    if (kind === 'final') return this.finals;
    return kind === 'firstPartial' ? this.partials.first : this.partials.later;
  }

  private async run(slot: Slot, job: Job, attempts: number): Promise<void> {
    job.onStart();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await job.run(await this.processOf(slot));
      } catch (error) {
        if (this.isClosed) return job.reject(closed());
        this.restarts.add();
        if (attempt >= attempts) return job.reject(error);
      }
    }
  }

  private async processOf(slot: Slot): Promise<ListeningProcess> {
    if (slot.process?.isAlive === true) return slot.process;
    const process = await ListeningProcess.start(this.program);
    slot.process = process;
    if (this.isClosed) await process.kill();
    return process;
  }
}

const isPartial = (kind: Kind): boolean => kind === 'firstPartial' || kind === 'partial';

async function decodeIn(process: ListeningProcess, samples: Int16Array, isFinal: boolean): Promise<string> {
  const reply = await process.request({ kind: 'decode', samples, isFinal });
  return reply.kind === 'decoded' ? reply.text : '';
}

const closed = (): Failure => new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed');
