import type { CallId, RedactionKind } from '@earshot/contracts';
import type { Span } from '@earshot/domain';

/** Words of a call that redaction removed, and that are still in its stored audio. */
export interface AudioToRemove {
  readonly callId: CallId;
  readonly tracks: readonly {
    readonly track: number;
    readonly kind: RedactionKind;
    /** Without a margin, in microseconds of the call clock. */
    readonly spans: readonly Span[];
  }[];
}

/** Knows which stored audio still holds words that must not be stored. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface AudioRemovals {
  /** Calls that are over, in the order of their ids, beginning after `after`. A correction may list a call again. */
  findAudioToRemove(page: {
    readonly kinds: readonly RedactionKind[];
    readonly first: number;
    readonly after?: CallId | undefined;
  }): Promise<readonly AudioToRemove[]>;
  /** The stored audio no longer holds these words. Words that were added since remain to be removed. */
  markAudioRemoved(removed: AudioToRemove): Promise<void>;
}
