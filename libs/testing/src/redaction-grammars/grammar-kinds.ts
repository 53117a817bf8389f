import type { RedactionKind } from '@earshot/contracts';

/** NAME and ADDRESS come from engines, not from recognisers. */
export type GrammarKind = Exclude<RedactionKind, 'NAME' | 'ADDRESS'>;

/** Numbers that everybody may read, because the dialogue says what they are. */
export const harmlessKinds = [
  'order',
  'tracking',
  'reference',
  'ticket',
  'invoice',
  'imei',
  'serial',
  'meter',
  'amount',
  'quantity',
  'year',
  'date',
  'hour',
  'zip',
  'store',
  'flight',
  'room',
  'floor',
  'duration',
  'percentage',
  'measurement',
  'temperature',
  'score',
  'version',
  'age',
  'lastFour',
  'promoCode',
  'errorCode',
  'areaCode',
  'partCode',
] as const;
export type HarmlessKind = (typeof harmlessKinds)[number];
