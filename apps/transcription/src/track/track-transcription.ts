import type { Clock, Failure } from '@earshot/ports';
import type { EngineSupervisor } from '../engine/engine-supervisor.js';
import type { CallPublisher } from '../publish/call-publisher.js';
import type { ReplayBuffer } from './replay-buffer.js';

/**
 * Transcribes one track of one call, and makes its source wait while the buffer is full. An engine may be slower than the
 * audio for a while; when it has held the audio back for longer than `patienceMs`, a quarter of the buffer becomes a gap.
 * Audio that waits for the bus or for the store is never given up.
 */
export class TrackTranscription {
  /** Resolves when all audio is transcribed or given up, or the track was abandoned. */
  readonly finished: Promise<void>;
  private slowMs = 0;

  /** `patienceMs` is `Infinity` for recorded audio: it can wait for any engine. */
  constructor(
    private readonly buffer: ReplayBuffer,
    private readonly supervisor: EngineSupervisor,
    private readonly publisher: CallPublisher,
    private readonly clock: Clock,
    private readonly patienceMs: number,
  ) {
    this.finished = supervisor.transcribeAll().finally(() => buffer.close());
  }

  /** Why recorded audio could not be transcribed to its end. */
  get failure(): Failure | null {
    return this.supervisor.failure;
  }

  /** Resolves when more audio may come. `audioMs`: the length of the audio that just came. */
  async waitForRoom(audioMs: number): Promise<void> {
    const { buffer, clock, patienceMs } = this;
    while (buffer.isFull && !buffer.isClosed) {
      const sinceMs = clock.nowMs();
      const leftMs = this.isEngineBehind() ? patienceMs - this.slowMs : patienceMs;
      await buffer.waitForRoom(Math.max(1, leftMs));
      if (this.isEngineBehind()) this.slowMs += clock.nowMs() - sinceMs;
      if (!buffer.isFull || this.slowMs < patienceMs) continue;
      this.slowMs = 0;
      this.supervisor.giveUpOldest(buffer.capacitySamples / 4);
    }
    // An engine that keeps up on average gets its patience back.
    this.slowMs = Math.max(0, this.slowMs - audioMs);
  }

  /**
   * No more audio comes to this process: transcribes the buffered audio and takes the engine's last results within
   * `limitMs`. The next owner transcribes the rest.
   */
  drain(limitMs: number): void {
    this.buffer.end();
    this.buffer.close();
    this.clock.schedule(limitMs, () => this.supervisor.stop('DRAIN_TIMEOUT', 'the engine took too long to finish'));
  }

  /** Stops the engine at once. The next owner transcribes the audio that is not covered. */
  abandon(): void {
    this.buffer.close();
    this.supervisor.stop('CALL_HANDED_OVER', 'another process has the call');
  }

  /** More than half of the buffer waits for the engine, and not for the bus or the store. */
  private isEngineBehind(): boolean {
    const untranscribed = this.buffer.endSample - this.supervisor.transcribedSample;
    return !this.publisher.isCongested && untranscribed > this.buffer.capacitySamples / 2;
  }
}
