import { hesitationAt } from './hesitations.js';
import { monthOfName } from './kinds/read-month.js';
import { readOrdinal } from './kinds/read-ordinal.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** What the listener says while the speaker gives a number. */
const backchannels =
  words(`i'm i am with you so far right are uh huh mm mhm hmm yes yeah yep okay ok go on then carry keep going next got that that's it
  have i've written writing down noted listening listen take your time no rush all ears please continue ready and after fire away perfect great lovely
  good fine thanks thank alright sure of course course hear can you're doing well just a the keep talking follow following understood copy`);
/** Words with which the listener asks for the number or a part of it again. */
const repetitions =
  words(`again repeat sorry rest last bit missed miss catch caught slower slowly once more first second third end finish finished whole remaining
  digits digit numbers letters pardon say said continue middle part half beginning spell break breaking lost correct wrong check short missing`);
/** "From what date?" */
const wordsOfDates = words('date when dates day');
/** Shortest sentence that asks for something else. */
const MIN_WORDS = 4;

/** Whether an utterance turns to something else than the number that the other side has given. */
export function isNewSubject(tokens: readonly Token[], hasHarmlessNumber: boolean): boolean {
  if (tokens.length < MIN_WORDS) return tokens.some(({ text }) => wordsOfDates.has(text));
  let isOnlyBackchannel = true;
  for (let index = 0; index < tokens.length;) {
    const word = textAt(tokens, index);
    if ((!hasHarmlessNumber && saysPart(tokens, index)) || repetitions.has(word)) return false;
    const hesitation = hesitationAt(tokens, index);
    isOnlyBackchannel &&= hesitation !== null || backchannels.has(word);
    index = hesitation?.to ?? index + 1;
  }
  return !isOnlyBackchannel;
}

/** A number, a day or a month may be a part of what the other side gave. */
const saysPart = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) || monthOfName(tokens[index]) !== null || readOrdinal(tokens, index) !== null;
