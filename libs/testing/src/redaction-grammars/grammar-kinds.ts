import { redactionKinds, type RedactionKind } from '@earshot/contracts';

/** NAME and ADDRESS come from engines, not from recognisers. */
export type GrammarKind = Exclude<RedactionKind, 'NAME' | 'ADDRESS'>;
export const secretKinds = redactionKinds.filter((kind): kind is GrammarKind => kind !== 'NAME' && kind !== 'ADDRESS');
export const isSecretKind = (kind: string): kind is GrammarKind => secretKinds.some((each) => each === kind);

/** Numbers that everybody may read, because the dialogue says what they are. */
export const harmlessKinds = [
  'order',
  'tracking',
  'reference',
  'ticket',
  'invoice',
  'policy',
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
