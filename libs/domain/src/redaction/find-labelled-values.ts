import { holdsCodeWord } from './modifying-labels.js';
import { isWholeCard } from './card-numbers.js';
import { startOfCodeAfterPhone } from './code-after-phone.js';
import { endOfCard } from './end-of-card.js';
import { endOfDenied } from './denied-numbers.js';
import type { Label, LabelKind } from './find-labels.js';
import { isOtherDateNext } from './other-dates.js';
import { nextHarmless } from './next-harmless.js';
import { findOnlyNumber } from './only-number.js';
import { startsNumber } from './read-number.js';
import { resumesName } from './resume-labels.js';
import type { LabelledKind, ReadValue, ValuePlace } from './kinds/labelled-kind.js';
import { kindByName, kindsOf } from './kinds/kinds-by-name.js';
import type { LabelledValue, ValueSearch } from './labelled-value.js';
import { kindsOfKnown, readEcho, readProvenValue, type ValueHit } from './unannounced-values.js';
import { endOfValueBefore } from './value-before-label.js';

/** Most words between a label and its value. */
const MAX_WORDS_TO_VALUE = 20;
/** Most words before the value in an answer. */
const MAX_WORDS_IN_ANSWER = 12;
/** Most words before a value that continues one of an earlier final. */
const MAX_WORDS_TO_CONTINUE = 3;
/** Most words between two labels that share a predicate: "sort code and the account number are …". */
const MAX_WORDS_BETWEEN_LABELS = 2;
/** Most words from a card number to its expiry date. */
const MAX_WORDS_TO_DATE = 2;
/** Longest value before its label, in tokens. */
const MAX_TOKENS_BEFORE_LABEL = 40;

/** Numbers that have no file of their own, and harmless ones. */
const otherNumbers = new Set<LabelKind>(['CARD', 'SSN', 'PHONE', 'CVV', 'NEUTRAL']);

/** The values of labelled kinds in a text, in order and without overlaps. */
export function findLabelledValues(search: ValueSearch): LabelledValue[] {
  const finder = new LabelledValueFinder(search);
  return finder.find();
}

class LabelledValueFinder {
  private readonly found: LabelledValue[] = [];
  /** For each token whether it belongs to a value. */
  private readonly taken: Uint8Array;
  /** Harmless numbers at which a private number ends, and a private date. */
  private readonly barriers: Readonly<Record<'numbers' | 'dates', Int32Array>>;

  constructor(private readonly search: ValueSearch) {
    this.taken = new Uint8Array(search.tokens.length);
    const { tokens, harmless } = search;
    const numbers = nextHarmless(tokens, harmless);
    this.barriers = {
      numbers,
      dates: nextHarmless(
        tokens,
        harmless.filter(({ isDate }) => !isDate),
      ),
    };
  }

  find(): LabelledValue[] {
    const { labels, tokens, asked, begun } = this.search;
    const firstLabel = labels[0]?.from ?? tokens.length;
    if (begun !== null) this.continueValue(begun, firstLabel);
    this.readRegion(kindsOf(asked), { from: 0, to: firstLabel, isAnswer: true, maxWords: MAX_WORDS_IN_ANSWER });
    labels.forEach((label, index) => {
      const to = labels[index + 1]?.from ?? tokens.length;
      const named = this.labelsUpTo(index);
      // "Has it expired?" "On the card it says 02/33."
      const isDateNamed = asked.includes('EXPIRY') || labels.slice(0, index).some(({ kind }) => kind === 'EXPIRY');
      const isDateAsked = label.kind === 'CARD' && isDateNamed;
      const kinds = kindsOf([...named, ...(isDateAsked ? (['EXPIRY'] as const) : []), ...this.namedLater(label)]);
      this.readRegion(kinds, { from: label.to, to, isAnswer: false, maxWords: MAX_WORDS_TO_VALUE });
      if (label.kind === 'CARD') this.readDateAfterCard(label.to, to);
    });
    for (const label of labels) this.readBeforeLabel(label);
    this.readCodeAfterPhone();
    this.readOnlyNumber();
    this.readEverywhere();
    return this.found.sort((a, b) => a.start - b.start);
  }

  /** "The card is 4111 …, May 2031, and 912 on the back". */
  private readDateAfterCard(from: number, to: number): void {
    const end = endOfCard(this.search.tokens, { from, to });
    const region = { to, isAnswer: false, maxWords: MAX_WORDS_TO_DATE };
    if (end !== null) this.readRegion(kindsOf(['EXPIRY']), { from: end, ...region });
  }

  /** "The machine kept my card after I typed 0989." "And that's your PIN": the kind that the second final names. */
  private namedLater({ kind }: Label): LabelKind[] {
    const { namedLater } = this.search;
    const isOpen =
      namedLater !== undefined && kind !== 'NEUTRAL' && this.found.every((one) => one.hiddenAs !== namedLater);
    return isOpen ? [namedLater] : [];
  }

  /** Whether somebody asked for a number without a kind of its own here, such as a card: it may follow the value. */
  private get isNumberAsked(): boolean {
    return this.search.asked.some((kind) => otherNumbers.has(kind));
  }

  /** The label and those directly before it, without a value between them. */
  private labelsUpTo(index: number): LabelKind[] {
    const { labels } = this.search;
    let from = index;
    while (from > 0 && this.areTogether(labels[from - 1], labels[from])) from--;
    return labels.slice(from, index + 1).map(({ kind }) => kind);
  }

  private areTogether(one: Label | undefined, next: Label | undefined): boolean {
    if (one === undefined || next === undefined || next.from - one.to > MAX_WORDS_BETWEEN_LABELS) return false;
    if (one.kind === 'SORT_CODE' && this.hasValueBefore(one)) return false;
    // "The message says error 5031", "the text says my order is 448102".
    if (next.kind === 'NEUTRAL' && (next.from === one.to || this.isOfMessage(one, next))) return false;
    return !this.taken.subarray(one.to, next.from).includes(1);
  }

  /** The message names another number than a code. */
  private isOfMessage({ kind, from }: Label, next: Label): boolean {
    return kind === 'OTP' && !holdsCodeWord(this.search.tokens.slice(from, next.to));
  }

  /** "20 11 07, that's the sort code, and the account is …" */
  private hasValueBefore(label: Label): boolean {
    const end = endOfValueBefore(this.search.tokens, label);
    return end !== null && startsNumber(this.search.tokens, end - 1);
  }

  private continueValue({ kind, value: soFar }: { kind: LabelledKind; value: string }, end: number): void {
    for (let index = 0; index < end && index <= MAX_WORDS_TO_CONTINUE; index++) {
      const read = this.readValue(kind, this.placeAt(index, { end, soFar, isAnswer: true }));
      if (read === null) continue;
      this.take(kind, index, read, soFar);
      // A second value of the kind may follow: "… 45 and now I got 673906".
      return this.readRegion([kind], { from: read.to, to: end, isAnswer: false, maxWords: MAX_WORDS_TO_VALUE });
    }
  }

  /** Reads the values of a stretch without labels. Each kind is read once; the last one again, because it may be corrected. */
  private readRegion(
    kinds: readonly LabelledKind[],
    { from, to, isAnswer, maxWords }: { from: number; to: number; isAnswer: boolean; maxWords: number },
  ): void {
    const open = [...kinds];
    let words = 0;
    for (let index = from; index < to && open.length > 0;) {
      const hit =
        this.taken[index] === 1 || words > maxWords
          ? null
          : this.readOneOf(open, this.placeAt(index, { end: endOfDenied(this.search.tokens, index, to), isAnswer }));
      if (hit === null) {
        if (!startsNumber(this.search.tokens, index)) words = resumesName(this.search.tokens, index) ? 0 : words + 1;
        index++;
        continue;
      }
      this.take(hit.kind, index, hit.read, '');
      const isOtherDate = isOtherDateNext(hit.kind, this.search.tokens, { from: hit.read.to, to });
      if (open.length > 1 || (isAnswer && this.isNumberAsked) || isOtherDate) open.splice(open.indexOf(hit.kind), 1);
      index = hit.read.to;
      words = 0;
    }
  }

  private readOneOf(kinds: readonly LabelledKind[], place: ValuePlace): ValueHit | null {
    for (const kind of kinds) {
      const read = this.readValue(kind, place);
      if (read !== null) return { kind, read };
    }
    return null;
  }

  /** "one two three four is my pin". */
  private readBeforeLabel(label: Label): void {
    const kind = kindByName.get(label.kind);
    const end = kind === undefined ? null : endOfValueBefore(this.search.tokens, label);
    if (kind === undefined || end === null || this.taken[end - 1] === 1) return;
    for (let index = Math.max(0, end - MAX_TOKENS_BEFORE_LABEL); index < end; index++) {
      const read: ReadValue | null =
        this.taken[index] === 1 ? null : this.readValue(kind, this.placeAt(index, { end, isAnswer: false }));
      if (read?.to === end && read.isComplete) return this.take(kind, index, read, '');
    }
  }

  /** "I've sent you a code." "That's my work phone, hold on, 4658." */
  private readCodeAfterPhone(): void {
    const from = this.found.length > 0 ? null : startOfCodeAfterPhone(this.search);
    const region = { to: this.search.tokens.length, isAnswer: true, maxWords: MAX_WORDS_TO_VALUE };
    if (from !== null) this.readRegion(kindsOf(['OTP']), { from, ...region });
  }

  private readOnlyNumber(): void {
    const named = this.found.length > 0 ? null : findOnlyNumber(this.search);
    if (named !== null) this.readRegion([named.kind], { ...named, isAnswer: false });
  }

  /** Values that somebody reads back, and values that their form proves. */
  private readEverywhere(): void {
    const { tokens, known } = this.search;
    const echoes = kindsOfKnown(known);
    const hasNumber = tokens.some((_, index) => startsNumber(tokens, index));
    if (echoes.length === 0 && !hasNumber) return;
    for (let index = 0; index < tokens.length; index++) {
      if (this.taken[index] === 1) continue;
      const place = this.placeAt(index, { end: tokens.length, isAnswer: true });
      const echo = readEcho(echoes, this.search, place, (kind, at) => this.readValue(kind, at));
      const hit = echo ?? (hasNumber ? readProvenValue(place) : null);
      if (hit === null) continue;
      this.take(hit.kind, index, hit.read, '');
      index = hit.read.to - 1;
    }
  }

  /** Reads a value up to the next harmless number. */
  private readValue(kind: LabelledKind, place: ValuePlace): ReadValue | null {
    const end = Math.min(
      place.end,
      this.barriers[kind.isDate === true ? 'dates' : 'numbers'][place.index] ?? place.end,
    );
    return end === place.index ? null : kind.readValue({ ...place, end });
  }

  private placeAt(
    index: number,
    { end, soFar = '', isAnswer }: { end: number; soFar?: string; isAnswer: boolean },
  ): ValuePlace {
    const { text, tokens, isPartial, country } = this.search;
    return { text, tokens, index, end, soFar, isPartial, isAnswer, country };
  }

  private take(kind: LabelledKind, index: number, read: ReadValue, soFar: string): void {
    const { tokens } = this.search;
    const first = tokens[index];
    const last = tokens[read.to - 1];
    if (first === undefined || last === undefined || last.end <= first.start) return;
    this.taken.fill(1, index, read.to);
    const { value, isComplete, mayContinue } = read;
    this.found.push({
      kind,
      hiddenAs: isWholeCard(soFar + value) ? 'CARD' : kind.kind,
      start: first.start,
      end: last.end,
      value,
      continues: soFar !== '',
      isComplete,
      mayContinue,
    });
  }
}
