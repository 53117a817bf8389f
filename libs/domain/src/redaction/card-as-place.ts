import { MIN_CARD_DIGITS } from './card-numbers.js';
import type { Label, LabelKind } from './label-phrases.js';
import { findNumberGroups } from './number-groups.js';
import { textAt, type Token } from './scan-tokens.js';

const places = new Set(['on', 'off', 'from']);
/** Numbers that bank cards and cards of offices show beside the number of the card. */
const shownKinds = new Set<LabelKind>(['SORT_CODE', 'ACCOUNT', 'IBAN', 'NATIONAL_ID', 'PASSPORT', 'LICENCE']);

/**
 * Leaves out a card on which somebody finds the number that he was asked for or names: "the sort code?" "It's on the card,
 * 20 11 07", "I read my passport number off the card, …".
 */
export function withoutCardAsPlace(
  labels: readonly Label[],
  tokens: readonly Token[],
  asked: readonly LabelKind[],
): readonly Label[] {
  const isPlace = ({ kind, from, to }: Label) =>
    kind === 'CARD' && to - from === 1 && places.has(textAt(tokens, from - 2));
  const place = labels.find(isPlace);
  if (place === undefined || asked.includes('CARD')) return labels;
  const isShown = ({ kind, from }: Label) => shownKinds.has(kind) && from < place.from;
  if (!asked.some((kind) => shownKinds.has(kind)) && !labels.some(isShown)) return labels;
  const holdsCard = findNumberGroups(tokens).some(({ digits }) => digits.length >= MIN_CARD_DIGITS);
  return holdsCard ? labels : labels.filter((label) => !isPlace(label));
}
