import { account } from './account.js';
import { birthDate } from './birth-date.js';
import { expiry } from './expiry.js';
import { iban } from './iban.js';
import type { LabelledKind } from './labelled-kind.js';
import { licence } from './licence.js';
import { nationalId } from './national-id.js';
import { otp } from './otp.js';
import { passport } from './passport.js';
import { pin } from './pin.js';
import { routing } from './routing.js';
import { sortCode } from './sort-code.js';

/** The kinds that are recognised by their labels. The first one that reads a value wins. */
export const labelledKinds: readonly LabelledKind[] = [
  expiry,
  account,
  sortCode,
  routing,
  iban,
  pin,
  otp,
  nationalId,
  passport,
  licence,
  birthDate,
];
