import type { RedactionKind } from '@earshot/contracts';
import type { LabelledKind } from './kinds/labelled-kind.js';
import { labelledKinds } from './kinds/labelled-kinds.js';
import type { Token } from './scan-tokens.js';

/** What a speaker calls a value. `NEUTRAL`: something that everybody may read, such as an order number. */
export type LabelKind = RedactionKind | 'NEUTRAL';

export interface Label {
  readonly kind: LabelKind;
  /** Index of its first token. */
  readonly from: number;
  /** Index after its last token. */
  readonly to: number;
}

const phrases: Partial<Record<LabelKind, string>> = {
  CARD: `card|cards|visa|mastercard|amex|american express|maestro|long number|sixteen digit|sixteen digits|16 digit|16 digits`,
  CVV: `cvv|cvc|c v v|c v c|cvv number|security code|security number|verification number|card code|verification code|
    on the back|back of the card|back of my card|back of your card|three digit|three digits|3 digit|3 digits|last three`,
  SSN: `ssn|social security|social|s s n|tax id|itin`,
  PHONE: `phone|telephone|cell|cellphone|mobile|call me at|call me on|call me back at|call me back on|reach me at|reach me on|
    reach you at|callback number|call back number|contact number|text me at|fax`,
  EMAIL: `email|e mail|mail address`,
  NEUTRAL: `order number|order id|account number|reference|reference number|confirmation number|confirmation code|tracking|
    tracking number|case number|ticket|ticket number|invoice|invoice number|zip|zip code|postcode|post code|postal code|
    policy number|claim number|member number|membership number|member id|customer number|customer id|serial number|model|
    model number|booking number|reservation number|extension|employee id|part number|flight|flight number|error code|version`,
};
/** Words before "card" that make it something else. */
const otherCards = new Set([
  'sim',
  'business',
  'library',
  'report',
  'score',
  'graphics',
  'memory',
  'sd',
  'post',
  'id',
  'insurance',
]);
/** Words after "social" that make it something else. */
const otherSocials = new Set(['media', 'network', 'networks', 'worker', 'services', 'life', 'event', 'distancing']);

const byFirstWord = new Map<string, { words: readonly string[]; kind: LabelKind }[]>();

function addPhrases(kind: LabelKind, list: string): void {
  for (const phrase of list.split('|')) {
    const words = phrase.trim().split(/\s+/);
    const first = words[0] ?? '';
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, kind }]);
  }
}

// Of two equal phrases the first counts.
for (const { kind, phrases: list } of labelledKinds) addPhrases(kind, list);
for (const [kind, list] of Object.entries(phrases) as [LabelKind, string][]) addPhrases(kind, list);
for (const entries of byFirstWord.values()) entries.sort((a, b) => b.words.length - a.words.length);
const kindOfLabel = new Map<LabelKind, LabelledKind>(labelledKinds.map((one) => [one.kind, one]));

/** The labels of an utterance in order. When several phrases match at one word, the longest counts. */
export function findLabels(tokens: readonly Token[]): Label[] {
  const labels: Label[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const entries = byFirstWord.get(tokens[index]?.text ?? '');
    const match = entries?.find(
      ({ words, kind }) =>
        words.every((word, offset) => tokens[index + offset]?.text === word) &&
        !isSomethingElse(tokens, index, index + words.length, kind),
    );
    if (match === undefined) continue;
    labels.push({ kind: match.kind, from: index, to: index + match.words.length });
    index += match.words.length - 1;
  }
  return labels;
}

function isSomethingElse(tokens: readonly Token[], from: number, to: number, kind: LabelKind): boolean {
  if (kind === 'CARD') return otherCards.has(tokens[from - 1]?.text ?? '');
  if (kind === 'SSN') return otherSocials.has(tokens[to]?.text ?? '');
  return kindOfLabel.get(kind)?.isSomethingElse?.(tokens, from, to) ?? false;
}
