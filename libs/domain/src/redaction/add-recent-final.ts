import { MIN_CARD_DIGITS } from './card-numbers.js';
import { isPlain, joinDigits } from './digit-run.js';
import { monthOfName } from './kinds/read-month.js';
import { asksForHarmlessName, guessedDigits } from './late-harmless.js';
import { speaksOfPaper } from './paper-talk.js';
import { startsNumber } from './read-number.js';
import type { Reading } from './read-segment.js';
import type { RecentFinal } from './recent-final.js';
import type { Token } from './scan-tokens.js';
import { endsInCode, endsInLetters } from './spoken-codes.js';

/** Finals that a state keeps. */
const MAX_RECENT = 8;
/** Shortest number that may be private. */
const MIN_DIGITS = 2;

/** The finals with one more. */
export function addRecentFinal(recent: readonly RecentFinal[], reading: Reading): readonly RecentFinal[] {
  const { source, runs, tokens, namesEnd } = reading;
  const own = runs
    .filter(({ label }) => label !== 'NEUTRAL')
    .flatMap(({ elements }) => elements.filter((each) => each.source === source))
    .filter((element) => isPlain(element) && !element.isLastFour);
  const open = own.filter(({ hiddenAs }) => hiddenAs === null);
  const cardDigits = joinDigits(own.filter(({ hiddenAs }) => hiddenAs === 'CARD')).length;
  const { participantId, endMs: atMs } = source.segment;
  const hasOpenNumber = joinDigits(open).length >= MIN_DIGITS;
  const isHarmless = runs.some(({ label }) => label === 'NEUTRAL');
  const guesses = guessedDigits(source, runs);
  const final = {
    source,
    participantId,
    atMs,
    hasOpenNumber,
    isHarmless,
    hasPartOfCard: cardDigits >= MIN_DIGITS && cardDigits < MIN_CARD_DIGITS,
    mayHoldDate: mayHoldDate(tokens),
    endsInNumber:
      (hasOpenNumber || guesses.length > 0 || (!isHarmless && endsInLetters(source, tokens))) &&
      endsInCode(source, tokens),
    guesses,
    namesEnd,
    speaksOfPaper: speaksOfPaper(tokens),
    asksForHarmlessName: asksForHarmlessName(reading),
  };
  return [...recent.filter((each) => each.source !== source), final].slice(-MAX_RECENT);
}

/** Whether a number or the name of a month is among the tokens. */
export const mayHoldDate = (tokens: readonly Token[]): boolean =>
  tokens.some((token, index) => monthOfName(token) !== null || startsNumber(tokens, index));
