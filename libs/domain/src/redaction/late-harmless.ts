import { isWholeCard } from './card-numbers.js';
import { joinDigits, newRun, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import type { Reading } from './read-segment.js';
import { startsNumber } from './read-number.js';
import type { RecentFinal } from './recent-final.js';
import { textAt, type Token } from './scan-tokens.js';
import type { SegmentText } from './segment-text.js';
import type { TalkState } from './talk-state.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const assents = words(
  `yes yeah yep yup right correct exactly sure indeed absolutely it that that's it's of course okay ok mm mhm uh huh`,
);
const openings = words(
  `yes yeah yep yup right correct okay ok sure exactly then perfect great good fine brilliant excellent lovely alright thank thanks you and so oh uh um er well sorry ah now`,
);
const pronouns = words("that this it these those that's it's this's");
const verbs = words("is was are isn't");
const wordsToName = words(
  `is was are will would be looks seems sounds like one of our your the my a an their his her its valid right correct full whole
  complete indeed just only also still actually old new first second current latest`,
);
/** Most words of an utterance that only says what a number is. */
const MAX_WORDS = 14;
/** Most finals from the number to its name. */
const MAX_FINALS_TO_NAME = 3;
const NAME_WITHIN_MS = 60_000;

/** The digits of a final that are hidden although nobody said what they are, and that are no whole card. */
export function guessedDigits(source: SegmentText, runs: readonly DigitRun[]): readonly DigitElement[] {
  const guesses = runs.filter(({ label, isLabelledHere }) => label === null || (label === 'CARD' && !isLabelledHere));
  return guesses
    .flatMap(({ elements }) => tightStretches(elements))
    .filter((stretch) => !isWholeCard(joinDigits(stretch)))
    .flat()
    .filter((element) => element.source === source && element.hiddenAs !== null);
}

/** Whether a final asks if a number is a harmless one: "is this an order number?" */
export const asksForHarmlessName = (reading: Reading): boolean => namesHarmless(reading) === 'question';

/** Shows the digits of earlier finals that a final calls harmless: "thank you, and that is the tracking number". Returns their texts. */
export function showLateHarmless(reading: Reading, state: TalkState): readonly SegmentText[] {
  const finals = isNamedHarmless(reading, state.recent) ? lastGuesses(reading, state.recent) : [];
  for (const { participantId, guesses } of finals) {
    const number = joinDigits(guesses);
    for (const stretch of tightStretches(guesses)) showStretch(stretch, reading.source);
    state.forgetValue(number);
    state.rememberHarmless(number, participantId);
    state.setSpeaker(participantId, { ...state.speakerOf(participantId), run: newRun(null) });
  }
  const isShown = (text: SegmentText) => finals.some(({ source }) => source === text);
  const echoes = state.echoes.filter(({ original }) => isShown(original));
  for (const { source, span } of echoes) source.showNamed(span, reading.source);
  state.echoes = state.echoes.filter(({ source, original }) => !isShown(source) && !isShown(original));
  // "No, that's my phone number": somebody may contradict.
  state.recent = state.recent.map((final) =>
    finals.includes(final) ? { ...final, hasOpenNumber: true, endsInNumber: true, guesses: [] } : final,
  );
  return [...finals, ...echoes].map(({ source }) => source);
}

function showStretch(stretch: readonly DigitElement[], by: SegmentText): void {
  const [first, last] = [stretch[0], stretch.at(-1)];
  if (first !== undefined && last !== undefined) first.source.showNamed({ start: first.start, end: last.end }, by);
}

/** Whether the final says that a number is harmless, or assents to a question whether it is. */
function isNamedHarmless(reading: Reading, recent: readonly RecentFinal[]): boolean {
  if (recent.every(({ guesses }) => guesses.length === 0)) return false;
  if (namesHarmless(reading) === 'statement') return true;
  const last = recent.at(-1);
  const isAnswer = last?.asksForHarmlessName === true && last.participantId !== reading.source.segment.participantId;
  return isAnswer && assents.has(textAt(reading.tokens, 0)) && isOnlyHarmless(reading);
}

function namesHarmless(reading: Reading): 'statement' | 'question' | null {
  const { tokens, labels } = reading;
  const name = labels[0];
  if (name === undefined || tokens.length > MAX_WORDS || !isOnlyHarmless(reading)) return null;
  const pronoun = tokens.findIndex(({ text }) => pronouns.has(text));
  if (pronoun < 0 || pronoun >= name.from || !areAllOf(wordsToName, tokens.slice(pronoun + 1, name.from))) return null;
  const isQuestion = verbs.has(textAt(tokens, pronoun - 1));
  const opening = tokens.slice(0, isQuestion ? pronoun - 1 : pronoun);
  if (!areAllOf(openings, opening)) return null;
  return isQuestion || reading.source.text.trimEnd().endsWith('?') ? 'question' : 'statement';
}

const areAllOf = (set: ReadonlySet<string>, tokens: readonly Token[]): boolean =>
  tokens.every(({ text }) => set.has(text));

/** Whether the final names nothing private and holds no number. "One of our orders" holds none. */
const isOnlyHarmless = ({ tokens, labels }: Reading): boolean =>
  labels.every(({ kind }) => kind === 'NEUTRAL') &&
  !tokens.some(({ text }, index) => startsNumber(tokens, index) && text !== 'one');

/** The last finals in a row that hold such digits. Both sides may have said the number. */
function lastGuesses({ source }: Reading, recent: readonly RecentFinal[]): readonly RecentFinal[] {
  const holdsGuess = ({ guesses }: RecentFinal) => guesses.length > 0;
  const last = recent.findLastIndex(holdsGuess);
  if (last < recent.length - MAX_FINALS_TO_NAME) return [];
  const before = recent.slice(0, last + 1).findLastIndex((final) => !holdsGuess(final));
  return recent
    .slice(before + 1, last + 1)
    .filter(({ atMs }) => Math.abs(source.segment.startMs - atMs) <= NAME_WITHIN_MS);
}
