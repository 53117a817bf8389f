import type { CallRefusalCode } from '@earshot/contracts';
import type { CallOrigin } from '../limits/client-quota.js';
import type { ReplayPosition } from './received-stream.js';

/** Why a client may not bring a call. `CALL_OF_ANOTHER` is for us alone: the client must not learn of that call. */
export type CallRefusal = CallRefusalCode | 'CALL_OF_ANOTHER';

/** Reads audio from a client, and can pause. The client then has to stop sending for a while. */
export interface AudioReader {
  pauseReading(): void;
  resumeReading(): void;
}

/** The client that brings a call, as the call's session sees it. */
export interface CallClient extends AudioReader {
  readonly origin: CallOrigin;
  /** This client no longer carries the call. It is told why. */
  refuseCall(code: CallRefusal): void;
  /** The call continues at this position of its clock. Comes when START was answered before the position was known. */
  confirmResume(atMs: number, replay?: ReplayPosition): void;
  /** The bus has everything of the call. */
  confirmEnd(durationMs: number): void;
  /** Somebody at Earshot paused the call, or let it go on. May say so of a call that is so already. */
  changePause?(isPaused: boolean): void;
  /** The client sent END, and its call was refused afterwards. */
  refuseEnd(code: CallRefusal): void;
}
