import type { CallDetailFragment, Trend } from '@earshot/graphql-api';

type Figures = Pick<
  NonNullable<CallDetailFragment['metrics']>['channels'][number],
  'talkMs' | 'words' | 'sentimentTrend'
>;

/** Who has said less than this has too few scores: one sentence would make the trend. */
const leastTalkMs = 20_000;
const leastWords = 30;

/** The trend of a participant's sentiment. Null when there is none, or too little was said to mean anything. */
export const meaningfulTrend = ({ talkMs, words, sentimentTrend }: Figures): Trend | null =>
  talkMs >= leastTalkMs && words >= leastWords ? sentimentTrend : null;
