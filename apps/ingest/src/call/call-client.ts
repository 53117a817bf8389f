import type { CallRefusalCode } from '@earshot/contracts';

/** Who can be told to stop sending for a while. */
export interface AudioReader {
  pauseReading(): void;
  resumeReading(): void;
}

/** The client that brings a call, as the call's session sees it. */
export interface CallClient extends AudioReader {
  /** Takes the call away from this client, which learns why. */
  refuseCall(code: CallRefusalCode): void;
  /** The call continues at this position of its clock. Comes when START was answered before the position was known. */
  confirmResume(atMs: number): void;
  /** The bus has everything of the call. */
  confirmEnd(durationMs: number): void;
  /** The client ended a call that turned out not to be its own to carry on. */
  refuseEnd(code: CallRefusalCode): void;
}
