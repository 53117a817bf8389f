import { textAt, type Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** What happens on a day. */
const events =
  words(`theft accident appointment operation surgery procedure scan treatment wedding funeral party flight departure
  arrival return delivery collection pickup dispatch order purchase payment withdrawal transfer transaction charge incident crash
  collision fire flood leak burglary robbery storm damage loss visit meeting inspection repair installation service event concert
  show booking stay trip journey holiday cruise move reservation viewing interview exam test course lesson match
  game hearing trial conversation call breakdown fall injury outage renewal cancellation switch activation invoice statement`);
const auxiliaries = words('is was were be been');
const determiners = words('the a that');
const happenings = words('happened occurred took place fell');
/** Most words from the event to its date: "the theft from my car was on". */
const MAX_WORDS_TO_EVENT = 6;

/** Whether the tokens before a date say what happened on that day: "the theft was on 15 09 26". */
export function isDateOfEvent(tokens: readonly Token[], from: number): boolean {
  const on = determiners.has(textAt(tokens, from - 1)) ? from - 2 : from - 1;
  if (textAt(tokens, on) !== 'on') return false;
  const before = textAt(tokens, on - 1);
  if (happenings.has(before)) return true;
  const subject = tokens.slice(Math.max(0, on - MAX_WORDS_TO_EVENT), on);
  return auxiliaries.has(before) && subject.some(({ text }) => events.has(text));
}

/** The same for a date of a text. */
export const isDayOfEvent = (tokens: readonly Token[], { start }: CharSpan): boolean =>
  isDateOfEvent(
    tokens,
    tokens.findIndex((token) => token.start >= start),
  );
