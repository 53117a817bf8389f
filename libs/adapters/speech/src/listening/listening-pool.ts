import type { Counter } from '@earshot/ports';
import type { WorkOwner } from '../fair-queue.js';
import { DecodingPool } from './decoding-pool.js';
import { DetectionPool } from './detection-pool.js';
import type { ListeningProgram } from './listening-process.js';
import type { Detection } from './listening-protocol.js';
import type { ListeningWork, PartialWork, RecognitionWork, VoiceDetector } from './utterance-recognizer.js';

/** One process detects speech for so many that decode. It then takes at most a third of a core. */
const DECODERS_PER_DETECTOR = 4;

/**
 * The processes of all streams: some detect speech, and others decode it. A decoder is busy for up to a second, and speech that
 * waits for its detector that long would be late at every step that follows.
 */
export class ListeningPool implements VoiceDetector {
  private openStreams = 0;

  private constructor(
    private readonly detectors: DetectionPool,
    private readonly decoders: DecodingPool,
  ) {}

  /** Starts one process of each kind, which tries its model; rejects with `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start(program: ListeningProgram, decoders: number, restarts: Counter): Promise<ListeningPool> {
    const detecting = { ...program, setup: { vad: program.setup.vad } };
    const detectors = await DetectionPool.start(detecting, Math.ceil(decoders / DECODERS_PER_DETECTOR), restarts);
    try {
      return new ListeningPool(detectors, await DecodingPool.start(program, decoders, restarts));
    } catch (error) {
      await detectors.close();
      throw error;
    }
  }

  /** CPU time that the decoder took for a fixed second of sound. */
  get trialMs(): number {
    return this.decoders.trialMs;
  }

  addStream(): number {
    this.openStreams += 1;
    this.decoders.startFor(this.openStreams);
    return this.detectors.addStream();
  }

  removeStream(stream: number): void {
    this.openStreams -= 1;
    this.detectors.removeStream(stream);
  }

  detect(stream: number, work: ListeningWork<WorkOwner>): Promise<Detection> {
    return this.detectors.detect(stream, work);
  }

  decode(work: RecognitionWork<WorkOwner>): Promise<string> {
    return this.decoders.decode(work);
  }

  decodePartial(work: PartialWork<WorkOwner>): Promise<string | null> {
    return this.decoders.decodePartial(work);
  }

  async close(): Promise<void> {
    await Promise.all([this.detectors.close(), this.decoders.close()]);
  }
}
