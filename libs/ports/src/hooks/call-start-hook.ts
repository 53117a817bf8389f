import type { CallId } from '@earshot/contracts';

/** What a customer's program decides about a call that begins. Source: LCA, "Call initialization Lambda hook function". */
export interface CallStartAnswer {
  /** Another id for the call. */
  readonly callId?: CallId;
  /** False: the call waits until somebody starts its processing. */
  readonly shouldProcess: boolean;
  /** Absent: as the source does without a hook. */
  readonly shouldRecord?: boolean;
  /** False: the two legs of the call are the other way round. */
  readonly isCaller?: boolean;
  readonly agentId?: string;
  readonly fromNumber?: string;
  readonly toNumber?: string;
  /** Text that the customer's program keeps with the call. */
  readonly metadata?: string;
  /** BCP 47 tag. */
  readonly language?: string;
  /** The hook gave no usable answer, so the call goes on without it. The source shows the problem on the call. */
  readonly problem?: { readonly code: 'CALL_START_HOOK_FAILED'; readonly message: string };
}

/** Asks a customer's program about each call of a source that waits for the answer. */
export interface CallStartHook {
  /** `event`: the event of the platform, as it came. Never rejects. No handshake may wait for it. */
  askAboutStart(callId: CallId, event: unknown): Promise<CallStartAnswer>;
}
