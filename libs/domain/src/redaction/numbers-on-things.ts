import { startsDigits } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Things that bear a number of their own, which everybody may read. Phones and papers may show a private one. */
const things =
  words(`box carton packaging packet pack package parcel label sticker tag plate nameplate part parts product item model filter bulb lamp light
  battery batteries charger cable lead plug adapter adaptor toner cartridge ink printer scanner laptop computer monitor keyboard mouse tablet camera lens
  console tv television remote router modem hub switch socket antenna machine dishwasher washer dryer fridge freezer oven hob cooker
  microwave kettle toaster boiler heater radiator thermostat meter pump motor engine compressor fan valve hose pipe seal gasket belt bearing
  chain wheel tyre tire brake blade drill saw hinge handle lock cylinder door window shelf drawer chair table bed sofa bike scooter pram toy
  shoe shoes boots shirt jacket dress appliance device unit component board circuit chip fuse relay sensor detector bottle tin tube jar lid
  mixer vacuum hoover mower tank tap shower spare replacement accessory casing housing underside`);
const numbers = words('number numbers code codes digits letters characters figures');
const participles = words('printed written stamped engraved shown embossed that is are stuck');
const prepositions = words('on of under from inside in beneath below behind for');
const sides = words('back bottom side front inside rear underside top lid end');
const determiners = words('the a your my our this that its');
/** Most words that tell more about a thing: "the old", "the left door". */
const MAX_DESCRIPTIONS = 2;

/** Whether "the code on the back of the battery" begins at a token; the index after the thing, or null. */
export function endOfNumberOnThing(tokens: readonly Token[], index: number): number | null {
  if (!numbers.has(textAt(tokens, index))) return null;
  let at = index + 1;
  while (participles.has(textAt(tokens, at))) at++;
  if (!prepositions.has(textAt(tokens, at))) return null;
  at = skipDeterminer(tokens, at + 1);
  if (sides.has(textAt(tokens, at)) && textAt(tokens, at + 1) === 'of') at = skipDeterminer(tokens, at + 2);
  return endOfThing(tokens, at);
}

const skipDeterminer = (tokens: readonly Token[], index: number): number =>
  determiners.has(textAt(tokens, index)) ? index + 1 : index;

function endOfThing(tokens: readonly Token[], index: number): number | null {
  for (let at = index; at - index <= MAX_DESCRIPTIONS; at++) {
    if (isThing(textAt(tokens, at))) return at + 1;
    if (prepositions.has(textAt(tokens, at)) || numbers.has(textAt(tokens, at))) return null;
  }
  return null;
}

export const isThing = (word: string): boolean => things.has(word);

/** Whether the words after a number say that it is on a thing: "it says 4410 on the part", "4410 in stock". */
export function isOnThing(tokens: readonly Token[], index: number): boolean {
  if (textAt(tokens, index) === 'in' && textAt(tokens, index + 1) === 'stock') return true;
  return places.has(textAt(tokens, index)) && endOfThing(tokens, skipDeterminer(tokens, index + 1)) !== null;
}

const places = words('on under inside');
const waysToRead = words("what what's which read check see look tell says");
const waysToSay = words('say says read reads show shows sticker label');
/** Most words from "what" or "read" to the thing. */
const MAX_WORDS_TO_THING = 6;

/** Whether "what does the sticker say?" or "can you read the type plate?" ends an utterance; the index after the thing, or null. */
export function endOfReadThing(tokens: readonly Token[], index: number): number | null {
  if (!isThing(textAt(tokens, index))) return null;
  const isLast =
    index === tokens.length - 1 || (index === tokens.length - 2 && waysToSay.has(textAt(tokens, index + 1)));
  const before = tokens.slice(Math.max(0, index - MAX_WORDS_TO_THING), index);
  return isLast && before.some(({ text }) => waysToRead.has(text)) ? index + 1 : null;
}

const copulas = words('is was are were be');
const articles = words('a an');
const names = words('phone phones mobile smartphone handset one');

/** Whether "my printer is a BX 4410" or "the sticker says 4410" begins at the noun; the index before the code, or null. */
export function endOfNamedModel(tokens: readonly Token[], index: number): number | null {
  const word = textAt(tokens, index);
  if (!isThing(word) && !names.has(word)) return null;
  const isModel = copulas.has(textAt(tokens, index + 1)) && articles.has(textAt(tokens, index + 2));
  if (isModel) return beginsCode(tokens, index + 3) ? index + 3 : null;
  const saysCode = isThing(word) && verbs.has(textAt(tokens, index + 1)) && beginsCode(tokens, index + 2);
  return saysCode ? index + 2 : null;
}

const verbs = words('says said reads shows has');

/** A number, or a few letters before one: "B X 099", "RF555". */
const beginsCode = (tokens: readonly Token[], index: number): boolean =>
  startsDigits(tokens, index) ||
  /^[b-hj-z]$/.test(textAt(tokens, index)) ||
  (/^[a-z]{2,4}$/.test(textAt(tokens, index)) && startsDigits(tokens, index + 1));
