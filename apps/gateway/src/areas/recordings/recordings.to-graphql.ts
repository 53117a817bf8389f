import type { Recording } from '@earshot/graphql-api';
import type { CallSource } from '../calls/calls.to-graphql.js';

/** Null without a recording, and for an id that no URL can hold (half of a surrogate pair). */
export function recordingToGraphql(call: Pick<CallSource, 'id' | 'durationMs' | 'hasRecording'>): Recording | null {
  if (!call.hasRecording) return null;
  try {
    return { url: `/recordings/${encodeURIComponent(call.id)}.wav`, durationMs: call.durationMs };
  } catch {
    return null;
  }
}
