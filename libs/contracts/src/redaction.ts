/** What redaction removes. Each kind has its placeholder, e.g. `[CARD]`. */
export const redactionKinds = [
  'CARD',
  'CVV',
  /** Expiry date of a payment card. */
  'EXPIRY',
  /** Number of a bank account. */
  'ACCOUNT',
  /** UK sort code, Australian BSB, German Bankleitzahl, Indian IFSC. */
  'SORT_CODE',
  /** US routing number (ABA). */
  'ROUTING',
  'IBAN',
  'PIN',
  /** One-time code that confirms a login or a payment. */
  'OTP',
  'SSN',
  /** National identity, insurance, health and tax numbers other than the SSN: NINO, SIN, Aadhaar, PAN, TFN, DNI and the like. */
  'NATIONAL_ID',
  'PASSPORT',
  'LICENCE',
  'BIRTH_DATE',
  'PHONE',
  'EMAIL',
  /** Name of a person, where an engine marks it. */
  'NAME',
  /** Postal address, where an engine marks it. */
  'ADDRESS',
] as const;
export type RedactionKind = (typeof redactionKinds)[number];
