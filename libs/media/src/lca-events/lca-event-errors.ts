/**
 * Why a record of LCA's stream of call events is refused, whole or in part. `docs/errors.md` is generated from this table. The
 * record becomes a dead letter; what else is in it counts.
 */
export const lcaEventErrors = {
  RECORD_TOO_LARGE: 'A record is larger than 1 MiB.',
  RECORD_TOO_DEEP: 'The JSON of a record is nested more than 24 levels deep.',
  TEXT_NOT_JSON: 'A record is not JSON.',
  TEXT_NOT_OBJECT: 'A record is JSON but not an object.',
  CALL_ID_MISSING: 'A record has neither CallId nor ContactId.',
  CALL_ID_INVALID: 'The call id of a record is not a text of 1 to 256 printable characters.',
  EVENT_UNKNOWN: 'A record has an EventType that LCA does not know, and nothing in it says what it is.',
  AGENT_MISSING: 'UPDATE_AGENT has no AgentId.',
  CATEGORIES_INVALID:
    'A category event has no list of categories, a name that is no text of 1 to 128 characters, or a span that is no time.',
  SEGMENTS_INVALID: 'A record of segments has none, or one that is not an object.',
  SEGMENT_ID_INVALID: 'The id of a segment is not a text, or is longer than 64 characters.',
  SEGMENT_TEXT_INVALID: 'A segment has no text, or one of more than 20,000 characters.',
  SEGMENT_TIME_INVALID:
    'A segment has no start or no end, or one that is no time within 30 days after the start of the call.',
  ASSIST_INVALID: 'An event of agent assist has no text.',
  SUMMARY_INVALID: 'ADD_SUMMARY has no text.',
  URL_INVALID: 'The address of a recording or of an analysis is missing or no http, https or s3 address.',
} as const;

export type LcaEventErrorCode = keyof typeof lcaEventErrors;
export const lcaEventErrorCodes = Object.keys(lcaEventErrors) as LcaEventErrorCode[];
