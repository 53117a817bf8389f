import { textAt, type Token } from './scan-tokens.js';

/** "And the number?" "What's the number?" */
export const asksForNumber = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }, index) => text === 'number' && textAt(tokens, index - 1) === 'the') &&
  tokens.every(({ text }) => wordsToAsk.has(text));

const wordsToAsk = new Set(
  "and so okay ok right then now what what's is the number please thanks thank you great good i'll take can have tell me give read it do you of course sure perfect lovely to".split(
    ' ',
  ),
);

/** "Okay, which one?" */
export const asksWhichOne = (tokens: readonly Token[]): boolean =>
  tokens.length <= MAX_TOKENS_TO_ASK &&
  textAt(tokens, tokens.length - 1) === 'one' &&
  textAt(tokens, tokens.length - 2) === 'which';

const MAX_TOKENS_TO_ASK = 5;

/** "I cannot find that", "it says invalid". */
export const rejectsNumber = (tokens: readonly Token[]): boolean =>
  tokens.length <= MAX_TOKENS_TO_REJECT &&
  tokens.some(
    ({ text }, index) => rejections.has(text) || (negations.has(text) && results.has(textAt(tokens, index + 1))),
  );

const MAX_TOKENS_TO_REJECT = 12;
const rejections = new Set('invalid incorrect nothing rejected rejects unknown error'.split(' '));
const negations = new Set("not cannot can't don't doesn't isn't won't no didn't".split(' '));
const results = new Set(
  'find found see match matching valid exist work accept take right come recognise recognize result results'.split(' '),
);

/** "I have your social ending in 4471, what's the rest?" */
export const asksForRest = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }) => text === 'rest' || text === 'remaining');
