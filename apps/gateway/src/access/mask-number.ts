const SHOWN_DIGITS = 2;
/** The last digits of a shorter number, such as an extension, would tell too much. */
const MIN_DIGITS = 5;

/** A phone number for somebody who may not see it: `…23`. Nothing is shown of an address without enough digits. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.length < MIN_DIGITS ? '…' : `…${digits.slice(-SHOWN_DIGITS)}`;
}
