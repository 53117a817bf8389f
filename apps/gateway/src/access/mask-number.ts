const SHOWN_DIGITS = 2;
/** Of a shorter number, such as an extension, the last digits would tell too much. */
const MIN_DIGITS = 5;

/** A phone number for somebody who may not see it: `…23`. Of an address without enough digits nothing is shown. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.length < MIN_DIGITS ? '…' : `…${digits.slice(-SHOWN_DIGITS)}`;
}
