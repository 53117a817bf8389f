import type { ServiceResult } from '../burst-recognizer.js';

export interface ChannelDefinition {
  readonly ChannelId: number;
  readonly ParticipantRole: 'AGENT' | 'CUSTOMER';
}

/** The first event of a session of Call Analytics. */
export interface ServiceConfiguration {
  readonly ChannelDefinitions: readonly ChannelDefinition[];
  readonly PostCallAnalyticsSettings?: Readonly<Record<string, string>>;
}

/** Words with a meaning for Call Analytics. */
const POSITIVE = 'w8';
const NEGATIVE = 'w9';
const ISSUE = 'w9';
const CATEGORY = 'w7';
const NAME = 'w5';

const toMillis = (seconds: number) => Math.round(seconds * 1_000);

/**
 * A result as Call Analytics sends it. In a final, `w8` is positive, `w9` is negative and an issue, `w7` matches the category
 * "Cancellation", and `w5` is a name.
 */
export function toUtterance(result: ServiceResult, definitions: readonly ChannelDefinition[]) {
  const { ResultId, StartTime, EndTime, IsPartial, Alternatives } = result;
  const [{ Transcript, Items } = { Transcript: '', Items: [] }] = Alternatives;
  const channel = Number(result.ChannelId?.slice(-1) ?? 0);
  const offsets = (from: number, to: number) => ({ BeginOffsetMillis: toMillis(from), EndOffsetMillis: toMillis(to) });
  const find = (word: string) => (IsPartial ? undefined : Items.find(({ Content }) => Content === word));
  const [name, matched] = [find(NAME), find(CATEGORY)];
  const issueAt = IsPartial ? -1 : Transcript.indexOf(ISSUE);
  const sentiment = find(NEGATIVE) ? 'NEGATIVE' : find(POSITIVE) ? 'POSITIVE' : 'NEUTRAL';
  return {
    utterance: {
      UtteranceId: ResultId,
      IsPartial,
      ParticipantRole: definitions.find(({ ChannelId }) => ChannelId === channel)?.ParticipantRole,
      ...offsets(StartTime, EndTime),
      Transcript,
      Items: Items.map(({ Type, Content, Confidence, ...times }) => ({
        Type,
        Content,
        Confidence,
        ...offsets(times.StartTime, times.EndTime),
      })),
      ...(!IsPartial && { Sentiment: sentiment }),
      ...(issueAt >= 0 && {
        IssuesDetected: [{ CharacterOffsets: { Begin: issueAt, End: issueAt + ISSUE.length } }],
      }),
      ...(name !== undefined && {
        Entities: [
          { Category: 'PII', Type: 'NAME', Content: NAME, Confidence: 0.9, ...offsets(name.StartTime, name.EndTime) },
        ],
      }),
    },
    category:
      matched === undefined
        ? null
        : {
            MatchedCategories: ['Cancellation'],
            MatchedDetails: {
              Cancellation: { TimestampRanges: [offsets(matched.StartTime, matched.EndTime)] },
            },
          },
  };
}
