import type { Label } from './label-phrases.js';
import { isOh } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const stars = words('star asterisk');
const hashes = words('hash pound hashtag square gate');
const pauses = words('and then key sign');
const waysToDial = words('dial dialling dialing dialled dialed type typed press pressed enter entered key call');
const zeros = words('zero null nought 0');
const sixes = words('six 6');

/** The number of a handset that everybody may read: "star hash oh six hash", "the fifteen digits under the battery". */
export function deviceNumberAt(tokens: readonly Token[], index: number): Label | null {
  const to = endOfDialCode(tokens, index) ?? endOfDeviceDigits(tokens, index);
  return to === null ? null : { kind: 'NEUTRAL', from: index, to };
}

/** The code that shows the IMEI (GSM 02.30): "star hash zero six hash", "dial *#06#". */
function endOfDialCode(tokens: readonly Token[], index: number): number | null {
  const afterStar = stars.has(textAt(tokens, index)) ? skipPauses(tokens, index + 1) : index;
  const at = hashes.has(textAt(tokens, afterStar)) ? skipPauses(tokens, afterStar + 1) : afterStar;
  if (at === index && !isDialled(tokens, index)) return null;
  const to = endOfZeroSix(tokens, at);
  if (to === null) return null;
  const last = skipPauses(tokens, to);
  return hashes.has(textAt(tokens, last)) ? last + 1 : to;
}

const isDialled = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.gap === 'mark' && waysToDial.has(textAt(tokens, index - 1));

function skipPauses(tokens: readonly Token[], from: number): number {
  let at = from;
  while (pauses.has(textAt(tokens, at))) at++;
  return at;
}

function endOfZeroSix(tokens: readonly Token[], index: number): number | null {
  if (textAt(tokens, index) === '06') return index + 1;
  const isZero = zeros.has(textAt(tokens, index)) || isOh(tokens[index]);
  const six = skipPauses(tokens, index + 1);
  return isZero && sixes.has(textAt(tokens, six)) ? six + 1 : null;
}

const counts = words('fifteen 15');
const digits = words('digit digits');
const places = words(
  'box phone handset battery tray barcode sticker packaging mobile device tablet watch settings smartphone',
);
const linksToPlace = words(
  'number on of under below behind from in beside above the your my its back inside printed that',
);
const MAX_WORDS_TO_PLACE = 6;

/** "Fifteen digits under the barcode", "on the box, a fifteen digit number": an IMEI has fifteen digits, and a card may have. */
function endOfDeviceDigits(tokens: readonly Token[], index: number): number | null {
  if (!counts.has(textAt(tokens, index)) || !digits.has(textAt(tokens, index + 1))) return null;
  let at = index + 2;
  while (linksToPlace.has(textAt(tokens, at)) && at - index <= MAX_WORDS_TO_PLACE) at++;
  const isBefore = tokens
    .slice(Math.max(0, index - MAX_WORDS_TO_PLACE), index)
    .some(({ text }, offset, before) => places.has(text) && linksToPlace.has(before[offset - 1]?.text ?? ''));
  if (places.has(textAt(tokens, at))) return at + 1;
  return isBefore ? index + 2 : null;
}
