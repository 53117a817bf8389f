import type { Counter } from '@earshot/ports';
import { FairQueue, type WorkOwner } from '../fair-queue.js';
import type { ListeningProcess, ListeningProgram } from './listening-process.js';
import type { Detection } from './listening-protocol.js';
import { closeSlots, poolClosed, ProcessSlot, type Job } from './process-slot.js';
import type { ListeningWork, VoiceDetector } from './utterance-recognizer.js';

/** Attempts at one detection before the pool gives it up. */
const MAX_ATTEMPTS = 3;

/** A process with the detectors of its streams, and the audio that waits for them. */
interface Home {
  readonly slot: ProcessSlot;
  readonly detections: FairQueue<Job>;
  readonly streams: Set<number>;
}

/**
 * The processes that tell speech from silence. They decode nothing, so that the detector always hears what is spoken now: every
 * partial and final begins with its answer. A stream's detector lives in one process. The streams bound what they queue.
 */
export class DetectionPool implements VoiceDetector {
  private readonly homes: readonly Home[];
  private readonly homeOf = new Map<number, Home>();
  private lastStream = 0;
  private isClosed = false;

  private constructor(program: ListeningProgram, processes: number, restarts: Counter) {
    this.homes = Array.from({ length: processes }, () => {
      const detections = new FairQueue<Job>();
      const slot = new ProcessSlot(program, restarts, () => detections.take());
      return { slot, detections, streams: new Set<number>() };
    });
  }

  /** Starts one process, which tries the model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. Others start with their streams. */
  static async start(program: ListeningProgram, processes: number, restarts: Counter): Promise<DetectionPool> {
    const pool = new DetectionPool(program, processes, restarts);
    await pool.homes[0]?.slot.start();
    return pool;
  }

  /** A number for a new stream. Its detector lives in the process with the fewest streams. */
  addStream(): number {
    const stream = (this.lastStream += 1);
    const home = this.homes.reduce((least, each) => (each.streams.size < least.streams.size ? each : least));
    home.streams.add(stream);
    this.homeOf.set(stream, home);
    home.slot.startAhead();
    return stream;
  }

  removeStream(stream: number): void {
    const home = this.homeOf.get(stream);
    if (home === undefined) return;
    this.homeOf.delete(stream);
    home.streams.delete(stream);
    home.slot.forget(stream);
  }

  /** For each window of the samples, whether it is speech. After a crash a fresh detector goes on. */
  detect(stream: number, work: ListeningWork<WorkOwner>): Promise<Detection> {
    return new Promise((resolve, reject) => {
      const home = this.homeOf.get(stream);
      if (home === undefined || this.isClosed) return reject(poolClosed());
      const run = async (process: ListeningProcess) => {
        const reply = await process.request({ kind: 'detect', stream, samples: work.samples });
        if (reply.kind === 'detected') resolve(reply);
        // The stream ended meanwhile, and the request has made a new detector.
        if (!this.homeOf.has(stream)) process.forget(stream);
      };
      home.detections.add({
        owner: work.owner,
        attempts: MAX_ATTEMPTS,
        run,
        onStart: () => work.onStart(),
        reject,
      });
      void home.slot.work();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const slots = this.homes.map(({ slot }) => slot);
    await closeSlots(
      slots,
      this.homes.map(({ detections }) => detections),
    );
  }
}
