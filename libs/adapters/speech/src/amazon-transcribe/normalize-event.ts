import type { CategoryEvent, TranscriptEvent, UtteranceEvent } from '@aws-sdk/client-transcribe-streaming';
import { normalizeResult, type ChannelResult } from './normalize-amazon-transcribe.js';
import { normalizeCategories, normalizeUtterance, type MatchedRange } from './normalize-call-analytics.js';
import type { AgentChannel } from './transcription-request.js';

/** What an event of either API says. */
export interface ServiceFindings {
  readonly results: readonly ChannelResult[];
  readonly categories: readonly MatchedRange[];
}

/** Throws a retryable `Failure` for results that make no sense. Events of other types say nothing. */
export function normalizeEvent(
  eventType: string,
  body: unknown,
  { language, agentChannel }: { readonly language: string | undefined; readonly agentChannel: AgentChannel },
): ServiceFindings {
  if (eventType === 'TranscriptEvent') {
    const results = (body as TranscriptEvent).Transcript?.Results ?? [];
    return { results: results.map((result) => normalizeResult(result, language)), categories: [] };
  }
  // An event without an id says only that the session is alive.
  if (eventType === 'UtteranceEvent' && (body as UtteranceEvent).UtteranceId !== undefined)
    return { results: [normalizeUtterance(body as UtteranceEvent, agentChannel, language)], categories: [] };
  if (eventType === 'CategoryEvent') return { results: [], categories: normalizeCategories(body as CategoryEvent) };
  return { results: [], categories: [] };
}
