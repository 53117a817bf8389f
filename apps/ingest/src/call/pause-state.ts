/** Whether a call is paused, and since when: a later change has a higher time, whichever process made it. */
export interface PauseState {
  readonly isPaused: boolean;
  readonly changedAtMs: number;
}
