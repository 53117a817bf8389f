import type { CallId, ParticipantRole } from '@earshot/contracts';
import { UtteranceJoiner } from '@earshot/media/lca-events';

/** What this process knows of a call that comes in records. Another process can go on without it. */
export class TextCall {
  readonly joiner = new UtteranceJoiner();
  /** The roles that were announced as participants. */
  readonly announced = new Set<ParticipantRole>();
  /** The end of the last words, on the call clock. */
  latestEndMs = 0;
  /** A record of the call waits for the bus. */
  isPublishing = false;

  /** `isStarted`: its `call.started` is published. */
  constructor(
    readonly callId: CallId,
    public isStarted: boolean,
  ) {}
}
