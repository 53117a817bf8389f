import type { LiveSpeechReadiness, SpeechReadiness, SpeechReadinessStore } from '@earshot/ports';

/** The states of the transcription processes, as a test sets them. */
export class FakeSpeechReadiness implements SpeechReadinessStore {
  readonly processes = new Map<string, SpeechReadiness>();

  async publish(processId: string, readiness: SpeechReadiness): Promise<void> {
    this.processes.set(processId, readiness);
  }

  async findLive(): Promise<readonly LiveSpeechReadiness[]> {
    return [...this.processes].map(([processId, readiness]) => ({ processId, ...readiness }));
  }

  async remove(processId: string): Promise<void> {
    this.processes.delete(processId);
  }
}
