import type { AudioReader } from '../call/call-client.js';

/** Why the client of a call is not read: too much of its audio waits for the bus, or its audio comes too fast. */
export type PauseReason = 'BUFFER' | 'PACE';

/** Pauses the client of a call while there is any reason to, whichever client brings the call. */
export class ReadGate {
  private readonly reasons = new Set<PauseReason>();
  private client: AudioReader | null = null;

  /** This client brings the call from now on. */
  connect(client: AudioReader): void {
    this.client = client;
    if (this.reasons.size > 0) client.pauseReading();
  }

  disconnect(): void {
    this.client = null;
    this.reasons.delete('BUFFER');
  }

  pause(reason: PauseReason): void {
    this.reasons.add(reason);
    this.client?.pauseReading();
  }

  resume(reason: PauseReason): void {
    if (this.reasons.delete(reason) && this.reasons.size === 0) this.client?.resumeReading();
  }
}
