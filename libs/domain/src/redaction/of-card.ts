import { textAt, type Token } from './scan-tokens.js';
import type { TalkPlace } from './talk-context.js';
import type { TalkState } from './talk-state.js';

/** "The last four?" "Of the card?" */
export const saysOfCard = (tokens: readonly Token[]): boolean =>
  tokens.length <= MAX_TOKENS_OF_CARD &&
  ['of', 'on', 'from'].includes(textAt(tokens, textAt(tokens, 0) === 'no' ? 1 : 0)) &&
  ['card', 'cards'].includes(tokens.at(-1)?.text ?? '');

const MAX_TOKENS_OF_CARD = 5;

/** "What is the end date?" "Of my card?", and "expiration?" "Of the licence?" "No, of the card". */
export function asksForEndOfCard(
  tokens: readonly Token[],
  { context, recent }: Pick<TalkState, 'context' | 'recent'>,
  place: TalkPlace,
): boolean {
  const isAskedAgain = textAt(tokens, 0) === 'no' && context.isTopic('EXPIRY', place);
  return saysOfCard(tokens) && (isAskedAgain || recent.at(-1)?.namesEnd === true);
}
