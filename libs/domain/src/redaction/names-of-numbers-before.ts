import type { LabelKind } from './label-phrases.js';
import { startsNumber } from './read-number.js';
import type { Reading } from './read-segment.js';
import type { RecentFinal } from './recent-final.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Most words before the name. */
const MAX_WORDS_TO_NAME = 10;
/** Most words after the label that answers "passport or licence?": "licence from Texas". */
const MAX_WORDS_AFTER_ANSWER = 3;

const answers = words(
  `yes yeah yep yup right correct okay ok sure exactly perfect great no and so oh uh um er well sorry hi hello mm mhm indeed absolutely precisely of course all`,
);
const pronouns = words(`that's that this it it's which these those is was they're that'd that'll it'd`);
/** What a question asks before its pronoun: "are you reading that off your licence?" */
const wordsToAsk = words(
  `is was were are does did do have would are you you're reading read giving got get take taking took gave give see saw looking at came come comes`,
);
const openings = words('for as');
const verbs = words(
  `is was are were be would should will must looks seems still also not then now actually just come comes came printed written shown`,
);
const wordsToName = words(
  `my the your our his her their its like a an new old right correct current full whole best main only usual personal own last wife's husband's daughter's son's`,
);
/** Words that say where a number stands: "that's off my licence". */
const places = words('from off on of in');
const determiners = words('the a');
const nouns = words('number one digits code');
const documents: ReadonlySet<LabelKind> = new Set<LabelKind>(['LICENCE', 'PASSPORT', 'NATIONAL_ID', 'SSN', 'IBAN']);
const assents = words('yes yeah yep yup right correct exactly indeed absolutely precisely');

/** What is read of an utterance that may name a number of an earlier final. */
type Naming = Pick<Reading, 'labels' | 'tokens' | 'source'>;

/** Index of the name that an utterance gives to a number of an earlier final; null when it gives none. */
export const nameOfNumberBefore = (naming: Naming, recent: readonly RecentFinal[]): number | null =>
  namedAt(naming) ?? assentedAt(naming) ?? answeredAt(naming, recent) ?? warnedAt(naming);

/** "Yes, that is my …", "is that from your driving licence?" */
function namedAt({ tokens, labels }: Naming): number | null {
  const opening = endOfOpening(tokens, skipWords(tokens, 0, answers));
  if (opening === null) return null;
  const first = skipWords(tokens, opening, verbs);
  const place = endOfPlace(tokens, first);
  const noun = skipWords(tokens, place, wordsToName);
  const label = labels.find(({ from }) => from === noun || from === noun + 1);
  const isOfDocument = label !== undefined && documents.has(label.kind);
  // "Is that a Florida license?"
  const at = isOfDocument && label.from > noun && isDescription(tokens, noun) ? label.from : noun;
  if (place > first && !(isOfDocument && label.from === at)) return null;
  return (at > first || isOfDocument) && at < tokens.length ? at : null;
}

/** The index after "off", or after "the number on"; the given one without such words. */
function endOfPlace(tokens: readonly Token[], from: number): number {
  const noun = skipWords(tokens, from, determiners);
  const at = noun > from && nouns.has(textAt(tokens, noun)) ? noun + 1 : from;
  return places.has(textAt(tokens, at)) ? at + 1 : from;
}

const isDescription = (tokens: readonly Token[], index: number): boolean =>
  index > 0 && /^\p{L}{3,}$/u.test(textAt(tokens, index)) && textAt(tokens, index) !== 'not';

/** "Yes, my NI number": an utterance that only assents and names. */
function assentedAt({ labels: [label, ...others], tokens, source }: Naming): number | null {
  if (label === undefined || others.length > 0 || source.text.trimEnd().endsWith('?')) return null;
  const isOwn = textAt(tokens, label.from - 1) === 'my';
  const rest = [...tokens.slice(0, Math.max(0, label.from - 1)), ...tokens.slice(label.to)];
  const isAssent = rest.length > 0 && rest.every(({ text }) => answers.has(text));
  return isOwn && isAssent && rest.some(({ text }) => assents.has(text)) ? label.from : null;
}

/** "36425." "What is that?" "The code you just texted me": the label that answers. */
function answeredAt({ labels: [label], tokens, source }: Naming, recent: readonly RecentFinal[]): number | null {
  const before = recent.at(-1);
  if (label === undefined || before === undefined) return null;
  const isAsked =
    before.participantId !== source.segment.participantId &&
    (WHAT_IS_THAT.test(before.source.text.trim()) ||
      (ALTERNATIVES.test(before.source.text) && label.to + MAX_WORDS_AFTER_ANSWER >= tokens.length));
  return isAsked && label.from <= 1 && !startsNumber(tokens, 0) ? label.from : null;
}

/** "Thanks, but next time please type your PIN": the label of what somebody should not have said. */
const warnedAt = ({ labels: [label], source }: Naming): number | null =>
  label !== undefined && NEXT_TIME.test(source.text) ? label.from : null;

const NEXT_TIME = /\b(?:next time|in future|in the future)\b/i;

/** "Passport or NI number?" */
const ALTERNATIVES = /\bor\b/i;
const WHAT_IS_THAT =
  /^(?:and |so |sorry,? |okay,? )?(?:what|which)(?: number| one| document| paper)?(?:'s| is| was) (?:that|this|it)\b.{0,12}$/i;

/** The index after "that", "for" as in "for the expiry", or "is this" as in "is this your IBAN?"; null when there is none. */
function endOfOpening(tokens: readonly Token[], at: number): number | null {
  const asked = skipWords(tokens, at, wordsToAsk);
  if (asked > at && pronouns.has(textAt(tokens, asked))) return asked + 1;
  const word = textAt(tokens, at);
  return pronouns.has(word) || openings.has(word) ? at + 1 : null;
}

function skipWords(tokens: readonly Token[], from: number, skipped: ReadonlySet<string>): number {
  let at = from;
  while (at < MAX_WORDS_TO_NAME && skipped.has(textAt(tokens, at))) at++;
  return at;
}
