import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { readCodeValue, readNumberValue } from './read-number-value.js';

/** Bank and branch: UK sort code and Australian BSB of 6 digits, German Bankleitzahl of 8, Indian IFSC ("HDFC0001234"). */
export const sortCode: LabelledKind = {
  kind: 'SORT_CODE',
  phrases: `sort code|sort codes|sort code number|bsb|bsb number|bsb code|b s b|bankleitzahl|blz|bank code|branch code|ifsc|
    ifsc code|i f s c|i f s c code`,
  readValue: (place) => readBankCode(place) ?? readIfsc(place),
};

const readBankCode = (place: ValuePlace): ReadValue | null =>
  readNumberValue(place, { min: 5, usual: place.country === 'DE' ? 8 : 6, max: 11 });

/** Four letters, a zero and six characters (RBI). It does not continue a bank code of digits. */
function readIfsc(place: ValuePlace): ReadValue | null {
  if (/^\d/.test(place.soFar)) return null;
  const [bank, branch] = place.tokens.slice(place.index, place.index + 2);
  const isWritten = /^\p{L}{4}$/u.test(bank?.text ?? '') && /^0\d{6}$/.test(branch?.text ?? '');
  if (!isWritten || place.index + 2 > place.end) return readCodeValue(place, { min: 9, usual: 11, max: 17 }, 5);
  return { to: place.index + 2, value: `${bank?.text}${branch?.text}`, isComplete: true, mayContinue: false };
}
