import type { LcaErrorCode } from '@earshot/media';

/** A socket as its call sees it. */
export interface CallSource {
  /** Take the call from this socket: tell it why and, where the code says so, close it. */
  refuse(code: LcaErrorCode): void;
  /** The call goes on at this point of its clock; said when that is known only after START was answered. */
  resumed(atMs: number): void;
  /** Everything of the call is on the bus. */
  ended(durationMs: number): void;
  /** The call that this socket had until END turned out not to be its own to continue. */
  endRefused(code: LcaErrorCode): void;
  /** Stop and go on reading. */
  pause(): void;
  resume(): void;
}
