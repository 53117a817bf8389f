import type { LabelKind } from './find-labels.js';
import { saysDateOfPlan } from './other-dates.js';
import type { Token } from './scan-tokens.js';
import type { TalkPlace } from './talk-context.js';
import type { TalkState } from './talk-state.js';

/** The kinds that an utterance may answer, in the order of `TalkContext.openQuestions`. */
export const askedKinds = (tokens: readonly Token[], place: TalkPlace, state: TalkState): LabelKind[] =>
  withoutTaxNumber(withoutCorrectedDates(state.context.openQuestions(place), tokens, state), state);

/** "Sorry, can I come on the 4th?" corrects no date that the speaker has given. */
const withoutCorrectedDates = (asked: LabelKind[], tokens: readonly Token[], { context }: TalkState): LabelKind[] =>
  asked.filter(
    (kind) => !((kind === 'BIRTH_DATE' || kind === 'EXPIRY') && context.isGiven(kind) && saysDateOfPlan(tokens)),
  );

/** "Which tax number?" "My social security number, 164 64": the rest belongs to that one. */
const withoutTaxNumber = (asked: LabelKind[], { context }: TalkState): LabelKind[] =>
  asked.includes('SSN') && context.mentionedAt('SSN') > context.mentionedAt('NATIONAL_ID')
    ? asked.filter((kind) => kind !== 'NATIONAL_ID')
    : asked;
