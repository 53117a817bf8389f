import { natoWords } from './kinds/read-code-at.js';
import { startsDigits } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** A phrase between two parts of one value, and the index after its last token. */
export interface Hesitation {
  readonly to: number;
  /** The speaker takes back what he said. */
  readonly isCorrection: boolean;
}

interface Phrase {
  readonly words: readonly string[];
  readonly isCorrection: boolean;
}

/** What speakers say while they look for the next digits, and what the other side says meanwhile. */
const pauses = `hang on|hold on|hang on a sec|hang on a second|hang on a minute|hold on a sec|hold on a second|let me see|let me look|
  let me check|let me think|let me read|let me just see|let me just check|let's see|let us see|now let me see|you know|i think|i believe|i guess|
  one sec|one second|one moment|two secs|two seconds|just a sec|just a second|just a moment|just one second|just one moment|
  a sec|a second|a moment|a minute|give me a sec|give me a second|give me a moment|give me one second|give me one moment|wait a sec|
  wait a second|wait a minute|wait a moment|bear with me|bear with me a second|where was i|where am i|where are we|what is it|
  what was it|what comes next|what's next|and then|and then it's|and then it is|then it's|then it is|it goes|it says|here it says|after that|
  after that it's|the next one is|next one is|next is|the next is|the next are|next are|the other one is|the rest is|the last ones are|the last bit is|did you get that|got that|
  have you got that|you got that|are you with me|with me so far|so far so good|go on|go ahead|carry on|keep going|uh huh|mm hmm|
  i see|all right|of course|no problem|no worries|take your time|how do you say|how shall i say|if i read it right|if i read that right|if i see it right|if i see that right|if i remember it right|if i'm reading this right|if i am reading this right|if i'm not mistaken|
  it's hard to read|it is hard to read|hard to read|i can't read it|can't read it|i can barely read it|it's tiny|it's very small|it is very small|it is so small|it's so small|it's too small|it is too small|it is tiny|sort of|
  kind of|like i said|as i said|what have we here|here we go|there we go|there we are|okay so|yeah so|that's it|my glasses|
  what's that|what is that|what's this|what is this|what does it say|what does that say|what's it say|is that a|then comes|then come|then it comes|then follows|then there's|then there is|then i have|then we have|next comes|next it's|next it is|next we have|next i have|followed by|and after that|the next are|the next digits are|the next numbers are|next ones are|the last is|the last one is|the last digits are|i lost my place|lost my place|i've lost my place|where did i get to|where had i got to|where was it|how does it go|can you see|turn the page|it continues|it continues with|it goes on|and it goes on|continuing|excuse me|oh dear|oh my|oh boy|oh gosh|oh god|bless you|silly me`;
const correctionPhrases = `now there is|now there's|now it says|now it shows|scratch that|strike that|cancel that|forget that|ignore that|delete that|undo that|erase that|i mean|i meant|i meant to say|
  i meant it's|i mean it's|oops|oops i meant|oops i mean|oops sorry|whoops|whoops sorry|whoops i meant|no no|no no no|no wait|no sorry|no hang on|
  no hold on|actually no|actually sorry|oh sorry|oh wait|oh no wait|oh no sorry|sorry i mean|sorry i meant|
  sorry no|sorry that's|sorry it's|sorry that should be|sorry that is|my mistake|my bad|my fault|my apologies|i apologize|i apologise|
  apologies|pardon|pardon me|i beg your pardon|correction|correction it's|let me correct that|let me correct myself|let me start again|
  let me start over|let me start that again|let me start that bit again|let me say that bit again|let me do that bit again|let me read that again|let me read it again|let me try again|let me try that again|let me repeat|let me say that again|let me do that again|let me rephrase|
  start again|start over|from the top|from the beginning|that's wrong|that is wrong|that was wrong|that's not right|that isn't right|
  not that|no that's wrong|no that's not right|i got that wrong|i said that wrong|i misspoke|i misread|i misread that|i read that wrong|
  make that|that should be|should have been|should have said|i should say|or rather|
  wait no|wait sorry|hang on no|hold on no|hang on that's wrong|hold on that's wrong|wrong one|wrong number|wrong digit|i was wrong|i was wrong there|i am wrong|i'm wrong|i start new|i start again|i start over|i begin again|i begin new|i'll start again|i'll start over|i will start again|i'll begin again|start new|begin again|new start|once more from the start|once more from the beginning|once again|i lost my place again|i lost my place|no i lost my place|no i lost my place again|no i was wrong|that was false|that is false|it's wrong|it is wrong|not right|that is not right|not correct|that's not correct|that is not correct|that's incorrect|i made a mistake|i made an error|a mistake|my error|i mixed it up|i mixed that up|i mixed them up|i got mixed up|i read the wrong line|wrong line|ah no|oh no|ah sorry|let me restart|i restart|let me begin again|let me go again|let me go back|back up|rewind|correction please|i correct|i correct myself|i must correct|i said it wrong|no not that|once more|once more please|one more time|i'll say it again|i'll say that again|i will say it again|i'll repeat|i'll repeat that|i repeat|i will repeat|let me say it again|say that again|forget that again|forget it|let me redo that|let me do that over|i'll do that again|i'll start that again|take two|try again|back to the start|that's the wrong one|that's another one|that's an old one|i skipped one|i missed one|i left one out|i jumped a line|i read it wrong|i've read that wrong|i've got that wrong|i've got it wrong|got it wrong|got that wrong|that came out wrong|beg your pardon|i will read it once more|i'll read it once more|do over|nope|nope sorry|er no|um no|uh no|oh sorry no|hmm no|wait wait|wait wait no|stop|stop sorry`;

const byFirstWord = new Map<string, Phrase[]>();
const byLastWord = new Map<string, Phrase[]>();

function addPhrases(list: string, isCorrection: boolean): void {
  for (const said of list.split('|')) {
    const words = said.trim().split(/\s+/);
    const phrase: Phrase = { words, isCorrection };
    addTo(byFirstWord, words[0] ?? '', phrase);
    addTo(byLastWord, words.at(-1) ?? '', phrase);
  }
}

const addTo = (map: Map<string, Phrase[]>, word: string, phrase: Phrase): unknown =>
  map.set(
    word,
    [...(map.get(word) ?? []), phrase].sort((a, b) => b.words.length - a.words.length),
  );

/** Words with which a speaker begins a correction, and those after which the right part follows: "oh no, that is …". */
const beginsOfCorrections = `no|oh no|ah no|er no|um no|uh no|sorry|oh sorry|no sorry|wait|oh wait|no wait|hang on|hold on|my mistake|my bad|
  oops|whoops|actually|i mean`;
const endsOfCorrections =
  "that is|that's|it is|it's|that was|it was|that should be|it should be|make that|make it|from the beginning|from the start|from the top";

addPhrases(pauses, false);
addPhrases(correctionPhrases, true);
for (const end of endsOfCorrections.split('|'))
  addPhrases(
    beginsOfCorrections
      .split('|')
      .map((begin) => `${begin} ${end}`)
      .join('|'),
    true,
  );

/** The longest hesitation that begins at a token; null when none does. */
export function hesitationAt(tokens: readonly Token[], index: number, end = tokens.length): Hesitation | null {
  const phrase = byFirstWord
    .get(tokens[index]?.text ?? '')
    ?.find(({ words }) => index + words.length <= end && isSaidAt(tokens, index, words));
  return phrase === undefined ? null : { to: index + phrase.words.length, isCorrection: phrase.isCorrection };
}

/** Index of the first token of the longest hesitation that ends before a token; null when none does. */
export function hesitationBefore(tokens: readonly Token[], end: number): number | null {
  const phrase = byLastWord
    .get(tokens[end - 1]?.text ?? '')
    ?.find(({ words }) => end >= words.length && isSaidAt(tokens, end - words.length, words));
  return phrase === undefined ? null : end - phrase.words.length;
}

const isSaidAt = (tokens: readonly Token[], index: number, words: readonly string[]): boolean =>
  words.every((word, offset) => tokens[index + offset]?.text === word);

type Remark = 'pause' | 'correction';

function list(words: string, proof: Remark): (readonly [string, Remark])[] {
  return words.split(' ').map((word) => [word, proof] as const);
}

/** Words by which a remark between two parts of a value is known. */
const wordsOfRemarks = new Map<string, Remark>([
  ...list(
    'sorry wait no not rather again wrong false meant mean oops whoops mistake actually scratch strike fix correct correction error',
    'correction',
  ),
  ...list(
    'slip lie ugh pardon apologies apologise apologize confused mixed misread ignore forget cancel undo instead restart start over',
    'correction',
  ),
  ...list(
    'hang hold second sec moment minute see look light glasses blurry smudged read think guess know wonder tiny small print faded',
    'pause',
  ),
  ...list(
    'noisy loud dog truck kids door bear hard difficult screen loading slow next then rest followed continue',
    'pause',
  ),
]);
const MAX_WORDS_IN_REMARK = 8;

export const isRemarkWord = (token: Token | undefined): boolean => wordsOfRemarks.has(token?.text ?? '');

/**
 * A remark of any words that begins at a token and ends before the next number or letter: "sorry the light is bad here". Null
 * when no word proves it a remark.
 */
export function remarkAt(tokens: readonly Token[], index: number, end = tokens.length): Hesitation | null {
  const proofs: Remark[] = [];
  for (let at = index; at < end && at - index <= MAX_WORDS_IN_REMARK; at++) {
    if (at > index && beginsValue(tokens, at))
      return proofs.length === 0 ? null : { to: at, isCorrection: proofs.includes('correction') };
    // "14 Park Road, and wait a second, 4101": the words before the remark name another thing.
    if (at > index && textAt(tokens, at) === 'and' && proofs.length === 0) return null;
    const proof = proofAt(tokens, at);
    if (proof !== undefined) proofs.push(proof);
  }
  return null;
}

const beginsValue = (tokens: readonly Token[], index: number): boolean =>
  startsDigits(tokens, index) || isLetter(tokens[index]) || natoWords.has(textAt(tokens, index));

/** "The second" is no moment. */
const proofAt = (tokens: readonly Token[], index: number): Remark | undefined =>
  textAt(tokens, index) === 'second' && textAt(tokens, index - 1) === 'the'
    ? undefined
    : wordsOfRemarks.get(textAt(tokens, index));

/** A spelled letter. "A" and "I" are words. */
const isLetter = (token: Token | undefined): boolean => token?.kind === 'word' && /^[b-hj-z]$/.test(token.text);

/** For each token whether it belongs to a hesitation of several words. */
export function markHesitations(tokens: readonly Token[], isMarked: Uint8Array): void {
  for (let index = 0; index < tokens.length; index++) {
    const hesitation = hesitationAt(tokens, index);
    if (hesitation === null || hesitation.to - index < 2) continue;
    isMarked.fill(1, index, hesitation.to);
    index = hesitation.to - 1;
  }
}
