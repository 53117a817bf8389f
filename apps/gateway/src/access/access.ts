import type { CallId } from '@earshot/contracts';
import type { CallQuery } from '@earshot/ports';

/** Who sends a request. Viewers with the same key see the same data, so one execution can serve all of them. */
export interface Viewer {
  readonly key: string;
}

/** The part of a request that identifies its sender. */
export interface AccessRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * The only place that decides who may see what. Every read, every delivery to a subscription and every recording asks
 * it. It answers synchronously, because it is asked for each delivery.
 */
export interface Access {
  viewerOf(request: AccessRequest): Viewer;
  /** Whether the viewer may see the call, its transcript and its recording. */
  maySeeCall(viewer: Viewer, callId: CallId): boolean;
  mayTranscribeCall(viewer: Viewer, callId: CallId): boolean;
  /** Restricts the filter of a list to the calls that the viewer may see, before the store runs it. */
  narrowFilter(viewer: Viewer, filter: CallQuery['filter']): CallQuery['filter'];
}
