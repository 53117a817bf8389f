import type { AuthorGrammars } from '../../dialogue-style.js';
import type { ValueGrammar } from '../../value-grammar.js';
import { firstAuthor } from '../first-author.js';
import { secondAuthor } from '../second-author/second-author.js';
import { harmlessFrames } from './harmless-frames.js';
import { secretFrames } from './secret-frames.js';

type Grammars = Readonly<Record<string, readonly ValueGrammar[] | undefined>>;

/** The values of both earlier authors in other sentences. Last four digits have sentences that this author does not write. */
function inFrames(kind: string, frames: readonly string[]): ValueGrammar[] {
  const own = [firstAuthor, secondAuthor].flatMap(({ secret, harmless }) => {
    const grammars: Grammars = { ...secret, ...harmless };
    return grammars[kind] ?? [];
  });
  return own
    .filter((grammar) => kind !== 'SSN' || !grammar.frames.some((frame) => frame.includes('last four')))
    .map(({ countries, create, renderings }) => ({ countries, create, renderings, frames }));
}

const inAllFrames = <K extends string>(frames: Partial<Record<K, readonly string[]>>): Record<K, ValueGrammar[]> =>
  Object.fromEntries(
    Object.entries<readonly string[] | undefined>(frames).map(([kind, list]) => [kind, inFrames(kind, list ?? [])]),
  ) as Record<K, ValueGrammar[]>;

/** Sentences of other trades. Their author has read the recognisers. */
export const otherTrades: AuthorGrammars = {
  name: 'other trades',
  secret: inAllFrames(secretFrames),
  harmless: inAllFrames(harmlessFrames),
  style: {
    preludes: [
      'A: good morning, you are through to the service desk / C: good morning',
      'C: my flight {flight} was cancelled / A: I am sorry to hear that',
      'C: I missed a call from you about {amount} / A: let me have a look',
      'A: is this about your appointment on {date} / C: no, something else',
      'C: I have been transferred three times now / A: I do apologize',
      'A: am I speaking with the policy holder / C: yes, that is me',
      'C: the courier left a note with the number {tracking} / A: okay, and what can I do for you',
    ],
    smallTalk: [
      ['let me find it', 'of course'],
      ['the dog is barking, one second', 'no rush'],
      ['it should be in this folder', 'that is fine'],
      ['is it raining where you are', 'it has been raining all week'],
      ['so, where did I leave my glasses', 'take all the time you need'],
      ['I only have twenty minutes for lunch', 'we will be quick'],
      ['right, found it', 'good'],
    ],
    echoes: [
      '{v}, is that right',
      'let me repeat that, {v}',
      'okay {v}',
      'thank you, {v}',
      'I noted {v}',
      '{v}, correct',
    ],
    hesitations: ['um', 'and then', 'one second', 'let me see', 'uh', 'if I read that right', 'sorry the light is bad'],
    corrections: ['no wait', 'sorry', 'I mean', 'no, that is wrong', 'let me start that bit again', 'rather'],
    backchannels: ['okay', 'mm hmm', 'yes', 'I am listening', 'and the rest', 'next'],
    wrongGroup: 'same-shape',
    privateBefore: 0.3,
    privateAfter: 0.2,
  },
};
