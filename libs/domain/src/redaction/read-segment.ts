import type { RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { askedKinds } from './asked-kinds.js';
import { findBegunEmail } from './begun-emails.js';
import { copyRun, newRun, type DigitRun } from './digit-run.js';
import { findDividedEmail, type EmailPart } from './divided-emails.js';
import { findEmails } from './find-emails.js';
import { findLabelledValues } from './find-labelled-values.js';
import { findLabels, type Label, type LabelKind } from './find-labels.js';
import { readsBackHarmless } from './harmless-echoes.js';
import { findHarmlessNumbers, type HarmlessNumber } from './harmless-numbers.js';
import { hesitationAt } from './hesitations.js';
import { isWholeCard, MIN_CARD_DIGITS } from './card-numbers.js';
import { nameLastFour } from './last-four-labels.js';
import { findNumberGroups } from './number-groups.js';
import { corrections, readPieces } from './read-pieces.js';
import { namePapers } from './name-papers.js';
import type { LabelledValue } from './labelled-value.js';
import { readRuns } from './read-runs.js';
import { correctMisheardLabels } from './misheard-labels.js';
import { scanTokens, textAt, type Token } from './scan-tokens.js';
import type { CharSpan, SegmentText } from './segment-text.js';
import type { TalkPlace } from './talk-context.js';
import type { BegunValue, TalkState } from './talk-state.js';

/** How a segment is judged. */
export interface JudgeOptions {
  readonly country: CountryCode;
  /** `recalled`: another process hid what must be hidden. The final only adds to the state. */
  readonly mode: 'final' | 'partial' | 'recalled';
  /** The kind of the final's number. A label in a later final names it. */
  readonly namedLater?: RedactionKind;
}

/** One segment with its labels, its values and the runs of its digits. */
export interface Reading {
  readonly source: SegmentText;
  readonly place: TalkPlace;
  readonly labels: readonly Label[];
  readonly tokens: readonly Token[];
  /** The kinds that were asked for before, in the order of the questions. */
  readonly asked: readonly LabelKind[];
  readonly emails: readonly CharSpan[];
  /** An address that began in earlier finals. */
  readonly dividedEmail: readonly EmailPart[];
  /** The labelled value that the speaker began in earlier finals. */
  readonly begun: BegunValue | null;
  readonly harmless: readonly HarmlessNumber[];
  /** The speaker only reads back a harmless number. */
  readonly isHarmlessEcho: boolean;
  readonly values: readonly LabelledValue[];
  /** It speaks of the end of something, and nobody talks of a card. */
  readonly namesEnd: boolean;
  /** The runs that ended in the segment, then the last one. */
  readonly runs: readonly DigitRun[];
  readonly last: DigitRun;
}

/** Finds the labels, values and digits of a segment in the context of what was said before. */
export function readSegment(
  source: SegmentText,
  state: TalkState,
  { country, mode, namedLater }: JudgeOptions,
): Reading {
  const { text, segment } = source;
  const isPartial = mode === 'partial';
  const tokens = correctMisheardLabels(scanTokens(text));
  const place: TalkPlace = {
    participantId: segment.participantId,
    atMs: segment.startMs,
    isCorrection:
      hesitationAt(tokens, 0)?.isCorrection === true || tokens.some((_, index) => isCorrectionAt(tokens, index)),
    isDenial: isDenial(tokens),
  };
  const isExpiryTalk = state.context.isTopic('EXPIRY', place);
  const named = nameLastFour(tokens, nameByCountry(labelsOf(source, tokens), tokens, country), isExpiryTalk);
  const isCardHere = named.some(({ kind }) => kind === 'END') && holdsCard(tokens);
  const asked = askedKinds(tokens, place, state);
  const own = namePapers(named, tokens, { asked, segment, recent: state.recent });
  const labels = resolveCodes(
    resolveNumber(
      withoutWayBack(own, tokens, { isCardTalk: isCardTalkAt(state, place) }),
      asked.some((kind) => kind !== 'EMAIL'),
    ),
    (kind) => (kind === 'CARD' && isCardHere) || state.context.isTopic(kind, place),
  );
  const speaker = state.speakerOf(segment.participantId);
  const isExpected = state.context.isInForce('EMAIL', place);
  const whole = findEmails(text, tokens, labels, { open: isPartial, isExpected });
  const dividedEmail = findDividedEmail(source, tokens, {
    tails: speaker.tails,
    isExpected,
    askedAt: state.context.mentionedAt('EMAIL'),
  });
  const found = joinSpans(spansIn(source, dividedEmail), whole);
  const begunEmail =
    isPartial || found.length > 0 ? null : findBegunEmail(text, tokens, { labels, asked, recent: state.recent });
  const emails = begunEmail === null ? found : [begunEmail];
  const begun = state.begunBy(segment.participantId, place.atMs);
  const isHarmlessEcho = readsBackHarmless(source, { tokens, labels }, state);
  const harmless = isHarmlessEcho
    ? [{ start: 0, end: text.length, isDate: false }]
    : findHarmlessNumbers(text, tokens, labels);
  const values = findLabelledValues({
    text,
    tokens,
    labels,
    harmless,
    isPartial,
    country,
    asked,
    begun,
    namedLater,
    known: state.knownValues(place.atMs),
  });
  const pieces = readPieces(text, tokens, labels, { values: joinSpans(emails, values), harmless });
  const carried = isHarmlessEcho ? newRun(null) : copyRun(speaker.run);
  const runs = readRuns(pieces, source, carried, { context: state.context, place });
  const last = runs.at(-1) as DigitRun;
  return {
    source,
    place,
    labels,
    tokens,
    asked,
    emails,
    dividedEmail,
    begun,
    harmless,
    isHarmlessEcho,
    values,
    namesEnd: named.some(({ kind }) => kind === 'END') && labels.every(({ kind }) => kind !== 'EXPIRY'),
    runs,
    last,
  };
}

/** "The engineer was meant to come" corrects nothing. */
const isCorrectionAt = (tokens: readonly Token[], index: number): boolean => {
  const word = textAt(tokens, index);
  if (!corrections.has(word) || word === 'again') return false;
  return word !== 'meant' || !isPassive.has(textAt(tokens, index - 1));
};

const isPassive = new Set(['was', 'were', 'is', 'are', 'been']);

/** In a text with placeholders, only `[CARD]` counts as a label: the rest of the number may follow. */
function labelsOf(source: SegmentText, tokens: readonly Token[]): readonly Label[] {
  const labels = findLabels(tokens);
  if (!source.isRecalled) return labels;
  return labels.filter(({ kind, from }) => kind === 'CARD' || !isPlaceholder(source.text, tokens[from]));
}

/**
 * Names of other kinds in some countries: only Americans call a social security number a tax ID, and only Indians a postcode a
 * pin code and a tax number a PAN.
 */
function nameByCountry(labels: readonly Label[], tokens: readonly Token[], country: CountryCode): readonly Label[] {
  const rename = (label: Label): Label => {
    const words = tokens.slice(label.from, label.to).map(({ text }) => text);
    if (label.kind === 'SSN' && words[0] === 'tax' && country !== 'US') return { ...label, kind: 'NATIONAL_ID' };
    if (country !== 'IN') return label;
    if (label.kind === 'PIN' && isPostalPin(words, tokens)) return { ...label, kind: 'NEUTRAL' };
    return label.kind === 'CARD' && words[0] === 'pan' && !holdsLongNumber(tokens)
      ? { ...label, kind: 'NATIONAL_ID' }
      : label;
  };
  return labels.map(rename);
}

/** In India, a "pin code" is a postal code, unless the speaker talks of a bank or a device. */
const isPostalPin = (words: readonly string[], tokens: readonly Token[]): boolean =>
  words.join(' ') === 'pin code' && !tokens.some(({ text }) => pinWords.has(text));

const pinWords = new Set(
  'card cards atm debit credit bank banking upi account phone telephone mobile secret app login digit security access machine voicemail sim locker use used enter type set choose chose changed change forgot forgotten'.split(
    ' ',
  ),
);

/** "My number is …" names a phone number where the speakers talk of no other number. */
const resolveNumber = (labels: readonly Label[], isOtherAsked: boolean): Label[] =>
  labels.flatMap((label): Label[] => {
    if (label.kind !== 'NUMBER') return [label];
    const isAlone = !isOtherAsked && labels.every(({ kind }) => kind === 'NUMBER' || kind === 'PHONE');
    return isAlone ? [{ ...label, kind: 'PHONE' }] : [];
  });

const isCardTalkAt = ({ context }: TalkState, place: TalkPlace): boolean =>
  (['CARD', 'CVV', 'EXPIRY'] as const).some((kind) => context.isTopic(kind, place));

/** "And back?" asks for the way back, unless the speakers talk of a card. */
const withoutWayBack = (
  labels: readonly Label[],
  tokens: readonly Token[],
  { isCardTalk }: { readonly isCardTalk: boolean },
): readonly Label[] =>
  isCardTalk
    ? labels
    : labels.filter(({ kind, from, to }) => kind !== 'CVV' || to - from > 1 || tokens[from]?.text !== 'back');

/** A mere "code" is the security code while the speakers talk of a card, and a one-time code otherwise. */
function resolveCodes(labels: readonly Label[], isTopic: (kind: LabelKind) => boolean): Label[] {
  let isCardTalk = isTopic('CARD') || isTopic('EXPIRY');
  const isNamedHarmless = labels.some(({ kind }) => kind === 'NEUTRAL');
  // "What month and year does it run out?"
  const isEndNamedTwice = labels.filter(({ kind }) => kind === 'END').length > 1;
  const isCardNamed = isEndNamedTwice || isCardTalk || isTopic('CVV') || labels.some(({ kind }) => isCardKind(kind));
  return labels.flatMap((label): Label[] => {
    isCardTalk ||= label.kind === 'CARD' || label.kind === 'EXPIRY';
    if (label.kind === 'END') return isCardNamed ? [{ ...label, kind: 'EXPIRY' }] : [];
    if (label.kind === 'BACK') return isCardNamed ? [{ ...label, kind: 'CVV' }] : [];
    if (label.kind !== 'CODE') return [label];
    if (isCardTalk) return [{ ...label, kind: 'CVV' }];
    return isNamedHarmless ? [] : [{ ...label, kind: 'OTP' }];
  });
}

/** "It's oh three twenty nine now", "that's my brother's, mine is …": the number that was read out is not right. */
const isDenial = (tokens: readonly Token[]): boolean =>
  tokens.length > 1 && (tokens.at(-1)?.text === 'now' || tokens.some(({ text }) => denials.has(text)));

const denials = new Set(
  "mine make not isn't wasn't incorrect old changed renewed replaced expired different".split(' '),
);

const holdsLongNumber = (tokens: readonly Token[]): boolean =>
  findNumberGroups(tokens).some(({ digits }) => digits.length >= MIN_CARD_DIGITS);

const holdsCard = (tokens: readonly Token[]): boolean =>
  findNumberGroups(tokens).some(({ digits }) => isWholeCard(digits));

const isCardKind = (kind: LabelKind): boolean => kind === 'CARD' || kind === 'EXPIRY' || kind === 'CVV';

const isPlaceholder = (text: string, token: Token | undefined): boolean =>
  token !== undefined && text[token.start - 1] === '[' && text[token.end] === ']';

/** The spans of both lists in order. A span that overlaps one before it is left out. */
function joinSpans(one: readonly CharSpan[], other: readonly CharSpan[]): CharSpan[] {
  const sorted = [...one, ...other].sort((a, b) => a.start - b.start);
  return sorted.filter(({ start }, index) => sorted.slice(0, index).every(({ end }) => end <= start));
}

const spansIn = (source: SegmentText, parts: readonly EmailPart[]): CharSpan[] =>
  parts.filter((part) => part.source === source).map(({ span }) => span);
