import { startsNumber } from '../read-number.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isFiller, isWord } from './read-code-at.js';
import { onlyFillersPrecede, readCodeValue, readNumberValue } from './read-number-value.js';

/** Bank and branch: UK sort code and Australian BSB of 6 digits, German Bankleitzahl of 8, Indian IFSC ("HDFC0001234"). */
export const sortCode: LabelledKind = {
  kind: 'SORT_CODE',
  phrases: `sortcode|national sort code|six digits on the front|six digits on your card|six digits on the card|ifs code|i f s code|i f s|code of your branch|code of my branch|code of the branch|
    code of your bank|code of my bank|code of the bank|number of your bank|number of my bank|number of the bank|bank's code|sort|sort code|sorting code|sort code digits|bank sort code|branch sort code|bsb no|bank state branch|bank state branch number|ifsc number|bank number|bankleitzahl number|blz number|sort number|sort codes|sort code number|bsb|bsb number|bsb code|b s b|bankleitzahl|blz|bank code|branch code|ifsc|
    ifsc code|i f s c|i f s c code`,
  isSomethingElse: (tokens, from, to) =>
    to - from === 1 && tokens[from]?.text === 'sort' && !startsNumber(tokens, tokens[to]?.text === 'is' ? to + 1 : to),
  readValue: (place) => readBankCode(place) ?? readIfsc(place),
};

/** Digits do not continue the letters of an IFSC as a code of digits. */
const readBankCode = (place: ValuePlace): ReadValue | null =>
  /[a-z]/.test(place.soFar) ? null : readNumberValue(place, { min: 5, usual: place.country === 'DE' ? 8 : 6, max: 11 });

/** Four letters, a zero and six characters (RBI). It does not continue a bank code of digits. */
function readIfsc(place: ValuePlace): ReadValue | null {
  if (/^\d/.test(place.soFar)) return null;
  return readWrittenIfsc(place) ?? readCodeValue(place, { min: 9, usual: 11, max: 17 }, 5) ?? readIfscOfLetters(place);
}

/** "BARB0INDORE": the branch may have letters too. */
function readIfscOfLetters(place: ValuePlace): ReadValue | null {
  const read = readCodeValue(place, { min: 11, usual: 11, max: 11 }, 1);
  return read !== null && /^[a-z]{4}0[a-z\d]{6}$/.test(place.soFar + read.value) ? read : null;
}

/** "hdfc 0001234": the letters are written as a word. The digits may follow in the next final. */
function readWrittenIfsc(place: ValuePlace): ReadValue | null {
  const bank = place.tokens[place.index]?.text ?? '';
  if (place.soFar !== '' || !/^[a-z]{4}$/.test(bank) || isWord(bank)) return null;
  let index = place.index + 1;
  while (index < place.end && isFiller(place.tokens[index])) index++;
  if (index >= place.end)
    return !place.isAnswer || onlyFillersPrecede(place)
      ? { to: place.index + 1, value: bank, isComplete: false, mayContinue: true }
      : null;
  const branch = readNumberValue({ ...place, index }, { min: 6, usual: 7, max: 12 });
  return branch === null ? null : { ...branch, value: bank + branch.value };
}
