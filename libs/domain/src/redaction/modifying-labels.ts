import type { Label, LabelKind } from './label-phrases.js';
import { isOh, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const prepositions = words('of on for from in at under below with to where about regarding concerning');
const frontedPrepositions = words('after before besides instead for on with about');
const determiners = words('the a my your our this that his her');
/** "The IMEI is printed on the box of the phone": words before the preposition. */
const placeWords = words('number code is are was should will would be printed written shown there');
const interrogatives = words("what which what's");
const conjunctions = words('and or then also plus');
const devices = words('phone mobile cell cellphone telephone card');
/** Documents have one number, so "the reference on your passport" is that number. */
const documents = new Set<LabelKind>(['PASSPORT', 'LICENCE', 'NATIONAL_ID']);

/** Most words from a name to a label that says to what it belongs. */
const MAX_WORDS_IN_NAME = 6;
/** The same where the label begins with its preposition, such as "on the back". */
const MAX_WORDS_TO_PHRASE = 3;
/** Most words from "what" to the name, and from the name to the label. */
const MAX_WORDS_TO_ASKED = 3;
const MAX_WORDS_IN_QUESTION = 8;

/** Whether a label only says to what the one before it belongs: "the IMEI of the phone", "what zip is the card registered to". */
export function modifiesLabel(tokens: readonly Token[], head: Label, label: Label): boolean {
  if (!isHead(head, label.kind) || isPlaceAtStart(tokens, head) || isOwnNumber(tokens, label)) return false;
  const between = tokens.slice(head.to, label.from).map(({ text }) => text);
  if (between.some((word) => conjunctions.has(word)) || hasNumber(tokens, head.to, label.from)) return false;
  // "Your DNI as it is printed on the card".
  if (numbersOnCards.has(head.kind)) return between.at(-2) === 'on' && !startsNumber(tokens, label.to);
  const isName = isInName(tokens, label, between) || (isAsked(tokens, head) && between.length <= MAX_WORDS_IN_QUESTION);
  return isName && (!startsNumber(tokens, label.to) || isDevice(tokens, label, between));
}

/** "My neighbour takes my parcels in, his phone number is …": a number that somebody owns describes nothing. */
const isOwnNumber = (tokens: readonly Token[], { from, to }: Label): boolean =>
  [to - 1, to].some((at) => /^numbers?$/.test(textAt(tokens, at))) && owners.has(textAt(tokens, from - 1));

const owners = words('my your his her their our');

/** "On the ticket my birth date is wrong": the harmless name only says where the private value is. */
const isPlaceAtStart = (tokens: readonly Token[], { from }: Label): boolean =>
  from > 0 && from <= 2 && prepositions.has(textAt(tokens, 0)) && (from === 1 || determiners.has(textAt(tokens, 1)));

/** "The account for card 4111 …" names the card, and "the IMEI of the phone 3569 …" no phone number. */
const isDevice = (tokens: readonly Token[], { from, to }: Label, between: readonly string[]): boolean =>
  to - from === 1 && between.length <= 2 && devices.has(textAt(tokens, from)) && prepositions.has(between[0] ?? '');

const isHead = ({ kind }: Label, other: LabelKind): boolean =>
  kind !== other &&
  ((kind === 'NEUTRAL' && !documents.has(other)) ||
    ((kind === 'PIN' || kind === 'OTP' || kind === 'CVV' || numbersOnCards.has(kind)) && other === 'CARD'));

/** Other numbers than the card's own that are on a card. */
const numbersOnCards = new Set<LabelKind>([...documents, 'SORT_CODE', 'ACCOUNT']);

function isInName(tokens: readonly Token[], { from, to }: Label, between: readonly string[]): boolean {
  // "The postcode the card is registered to".
  if (between.length === 1 && determiners.has(between[0] ?? '') && textAt(tokens, to) === 'is') return true;
  if (between.length <= MAX_WORDS_TO_PHRASE && prepositions.has(textAt(tokens, from))) return true;
  const first = between.find((word) => !placeWords.has(word)) ?? '';
  const last = between.findLast((word) => !determiners.has(word)) ?? '';
  return between.length <= MAX_WORDS_IN_NAME && (prepositions.has(first) || prepositions.has(last));
}

const isAsked = (tokens: readonly Token[], { from }: Label): boolean =>
  tokens.slice(Math.max(0, from - MAX_WORDS_TO_ASKED), from).some(({ text }) => interrogatives.has(text));

const hasNumber = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from, to).some((_, offset) => startsNumber(tokens, from + offset));

/**
 * Leaves out labels that describe another one: "the fifteen digit IMEI", "the order number, six digits", "not the card number",
 * "after the card number I need your customer number".
 */
export const withoutDescriptions = (tokens: readonly Token[], labels: readonly Label[]): Label[] =>
  labels.filter(
    (label, index) =>
      !isCount(tokens, label, { previous: labels[index - 1], next: labels[index + 1] }) &&
      !isDetails(tokens, label, labels[index + 1]) &&
      !isSameCode(tokens, label, labels[index - 1]) &&
      !isNegated(tokens, label) &&
      !isSentThing(tokens, label, labels[index + 1]) &&
      !(labels[index + 1] !== undefined && isMissing(tokens, label)) &&
      !isAccountOfCaller(tokens, label, labels[index + 1]) &&
      !isOwner(tokens, label, labels[index + 1]) &&
      !isDeviceOfNumber(tokens, label, labels[index - 1]) &&
      !(index === 0 && isFronted(tokens, label, labels[1])),
  );

/** "Six digits" tells how long a number is. Alone it names one that has so many digits. */
const isCount = (
  tokens: readonly Token[],
  { kind, to }: Label,
  { previous, next }: { readonly previous: Label | undefined; readonly next: Label | undefined },
): boolean =>
  kind !== 'LAST_FOUR' &&
  /^digits?$/.test(textAt(tokens, to - 1)) &&
  (next?.from === to || previous?.kind === 'NEUTRAL' || isNamedNext(tokens, { kind, to }, next));

/** "The six digits that identify the branch, the sort code". */
const isNamedNext = (
  tokens: readonly Token[],
  { kind, to }: Pick<Label, 'kind' | 'to'>,
  next: Label | undefined,
): boolean => kind === 'OTP' && next?.kind === 'SORT_CODE' && !hasNumber(tokens, to, next.from);

/** "The one for the app", "no, that of the card": it tells which of the values that somebody asked for. */
export function isAnaphor(tokens: readonly Token[], { kind, from, to }: Label): boolean {
  if (!describingKinds.has(kind) || hasNumber(tokens, to, tokens.length)) return false;
  const link = determiners.has(textAt(tokens, from - 1)) ? from - 2 : from - 1;
  const isBefore = linksOfAnaphors.has(textAt(tokens, link)) && anaphors.has(textAt(tokens, link - 1));
  const isFirst = anaphors.has(textAt(tokens, from)) && linksOfAnaphors.has(textAt(tokens, from + 1));
  return isBefore || isFirst || isOfCard(tokens, { kind, to }, link);
}

/** "Last four." "Of the card." */
const isOfCard = (tokens: readonly Token[], { kind, to }: Pick<Label, 'kind' | 'to'>, link: number): boolean =>
  kind === 'CARD' && link === 0 && linksOfAnaphors.has(textAt(tokens, 0)) && to === tokens.length;

/** Things that may have the value that somebody asked for. */
const describingKinds = new Set<LabelKind>(['CARD', 'PHONE', 'OTP']);
const anaphors = words('one ones that those');
const linksOfAnaphors = words('for of on from');

/** "The CID, the four digit code above the card number". */
const isSameCode = (tokens: readonly Token[], { kind, from }: Label, previous: Label | undefined): boolean =>
  kind === 'OTP' &&
  previous?.kind === 'CVV' &&
  textAt(tokens, from + 1) === 'digit' &&
  !hasNumber(tokens, previous.to, from);

/** "The bank details: sort code …". */
const isDetails = (tokens: readonly Token[], { to }: Label, next: Label | undefined): boolean =>
  textAt(tokens, to - 1) === 'details' && next?.kind === 'SORT_CODE' && !hasNumber(tokens, to, next.from);

const isNegated = (tokens: readonly Token[], { from }: Label): boolean =>
  textAt(tokens, textAt(tokens, from - 1) === 'the' ? from - 2 : from - 1) === 'not';

/** "I don't have a passport, only my DNI", "no passport, but my licence". */
function isMissing(tokens: readonly Token[], { kind, from }: Label): boolean {
  if (!documents.has(kind)) return false;
  const at = determiners.has(textAt(tokens, from - 1)) ? from - 1 : from;
  const isDenied = ['have', 'got', 'need'].includes(textAt(tokens, at - 1)) && denials.has(textAt(tokens, at - 2));
  return isDenied || textAt(tokens, from - 1) === 'no' || textAt(tokens, at - 1) === 'without';
}

const denials = words("don't not haven't never");

/** "I want to close my account, DNI number …" */
const isAccountOfCaller = (tokens: readonly Token[], { kind, from, to }: Label, next: Label | undefined): boolean =>
  kind === 'ACCOUNT' &&
  to - from === 1 &&
  next !== undefined &&
  (documents.has(next.kind) || next.kind === 'SSN') &&
  !hasNumber(tokens, to, next.from) &&
  !tokens.slice(to, next.from).some(({ text }) => conjunctions.has(text));

function isFronted(tokens: readonly Token[], { from, to }: Label, next: Label | undefined): boolean {
  if (next?.kind !== 'NEUTRAL' || from > MAX_WORDS_TO_PHRASE || !frontedPrepositions.has(textAt(tokens, 0)))
    return false;
  const between = tokens.slice(to, next.from);
  return !between.some(({ text }) => conjunctions.has(text)) && !hasNumber(tokens, to, next.from);
}

/** "I've texted you the ticket number" sends no code. */
const isSentThing = (tokens: readonly Token[], { kind, from, to }: Label, next: Label | undefined): boolean =>
  kind === 'OTP' &&
  next?.kind === 'NEUTRAL' &&
  waysToSend.has(textAt(tokens, from)) &&
  next.from - to <= MAX_WORDS_TO_PHRASE &&
  !hasNumber(tokens, to, next.from) &&
  !holdsCodeWord(tokens.slice(to, next.to));

const waysToSend = words('texted messaged sent');

/** Whether words speak of a code: "a code for the delivery" is no number of the delivery. */
export const holdsCodeWord = (tokens: readonly Token[]): boolean => tokens.some(({ text }) => codeWords.has(text));

const codeWords = words('code codes passcode password pin');

/** "Does the insurance of my bank account have a policy number", "look under about phone for the IMEI". */
function isOwner(tokens: readonly Token[], { from, to }: Label, next: Label | undefined): boolean {
  if (next?.kind !== 'NEUTRAL' || next.isQuestion === true || next.from - to > MAX_WORDS_IN_NAME) return false;
  const link = determiners.has(textAt(tokens, from - 1)) ? from - 2 : from - 1;
  if (!prepositions.has(textAt(tokens, link)) && !frontedPrepositions.has(textAt(tokens, link))) return false;
  const between = tokens.slice(to, next.from);
  return (
    between.some(({ text }) => linksToOwned.has(text)) &&
    !between.some(({ text }) => conjunctions.has(text)) &&
    !hasNumber(tokens, to, next.from)
  );
}

const linksToOwned = words('have has had for with show shows find');

/** "6424 for the phone and 5953 for the laptop" tells what the number before is for. */
const isDeviceOfNumber = (tokens: readonly Token[], { from, to }: Label, head: Label | undefined): boolean =>
  head?.kind === 'NEUTRAL' &&
  to - from === 1 &&
  devices.has(textAt(tokens, from)) &&
  textAt(tokens, from - 2) === 'for' &&
  determiners.has(textAt(tokens, from - 1)) &&
  (startsNumber(tokens, from - 3) || isOh(tokens[from - 3])) &&
  !startsNumber(tokens, to);
