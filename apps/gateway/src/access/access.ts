import type { CallId } from '@earshot/contracts';
import type { CallQuery } from '@earshot/ports';

/** Who asks. Two viewers with the same key see the same, so that one execution may serve both. */
export interface Viewer {
  readonly key: string;
}

/** What a request says of who sends it. */
export interface AccessRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * The only place that decides who sees what: every read, every delivery to a subscription and every recording asks it.
 * Synchronous, because it is asked once per delivery.
 */
export interface Access {
  viewerOf(request: AccessRequest): Viewer;
  /** Whether the call, its words and its recording may be shown. */
  maySeeCall(viewer: Viewer, callId: CallId): boolean;
  mayTranscribeCall(viewer: Viewer, callId: CallId): boolean;
  /** Narrows a list to what the viewer may see, before the store is asked. */
  narrow(viewer: Viewer, filter: CallQuery['filter']): CallQuery['filter'];
}
