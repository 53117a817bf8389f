/** Nobody erases the call, and no retention ends for it, until the hold is released. */
export interface LegalHold {
  readonly reason: string;
  /** The name of who set it. */
  readonly subject: string;
  readonly heldAtMs: number;
}
