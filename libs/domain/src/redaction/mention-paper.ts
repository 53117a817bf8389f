import { asksForNumber, asksWhichOne } from './number-requests.js';
import { speaksOfPaper, spokeOfPaper } from './paper-talk.js';
import type { Reading } from './read-segment.js';
import { textAt, type Token } from './scan-tokens.js';
import type { TalkPlace } from './talk-context.js';
import type { TalkState } from './talk-state.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words with which an agent turns to something else than the paper. */
const otherMatters = words(
  `call ring phone telephone mobile cell text reach contact speak talk touch update updated notify message hear someone somebody anyone
  anybody who back pay payment paying card account bank address`,
);
const waysToHold = words('here front handy hand two both three');
/** In how many of the next finals the number of a paper may come of which somebody spoke. */
const FINALS_IN_FORCE = 2;

/**
 * Makes the next numbers those of the paper of which somebody speaks, unless a question is open. Customers speak of their papers
 * in passing, so only a paper that they hold counts, or one of which the agent asks for "the number".
 */
export function mentionPaper({ source, labels, tokens }: Reading, state: TalkState, place: TalkPlace): void {
  const { context, recent } = state;
  if (labels.length > 0) return;
  if (!speaksOfPaper(tokens) && turnsAway(tokens)) return context.endPassing('NEUTRAL');
  const isOfCustomer = source.segment.role === 'CUSTOMER';
  const isQuestion =
    (asksForNumber(tokens) || asksWhichOne(tokens)) && spokeOfPaper(recent, (by) => by !== place.participantId);
  const isMentioned = mentionsPaper(tokens, { isOfCustomer });
  if ((!isQuestion && !isMentioned) || context.openQuestions(place).some((kind) => kind !== 'EMAIL')) return;
  context.mention('NEUTRAL', place, {
    isQuestion: isQuestion || !isOfCustomer,
    finals: FINALS_IN_FORCE,
    isPassing: !isQuestion,
  });
}

const mentionsPaper = (tokens: readonly Token[], { isOfCustomer }: { readonly isOfCustomer: boolean }): boolean =>
  speaksOfPaper(tokens) && !holdsAny(tokens, otherMatters) && (!isOfCustomer || holdsAny(tokens, waysToHold));

/** "Shall I call you later?", "and your number" */
const turnsAway = (tokens: readonly Token[]): boolean =>
  holdsAny(tokens, otherMatters) ||
  tokens.some(({ text }, index) => text === 'number' && /^(?:your|my)$/.test(textAt(tokens, index - 1)));

const holdsAny = (tokens: readonly Token[], set: ReadonlySet<string>): boolean =>
  tokens.some(({ text }) => set.has(text));
