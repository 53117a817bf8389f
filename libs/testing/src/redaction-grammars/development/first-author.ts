import type { AuthorGrammars } from '../dialogue-style.js';
import { harmlessGrammars } from './harmless-grammars.js';
import { secretGrammars } from './secret-grammars.js';

/** The grammars of the author of the recognisers. */
export const firstAuthor: AuthorGrammars = {
  name: 'first',
  secret: secretGrammars,
  harmless: harmlessGrammars,
  style: {
    preludes: [
      'A: thank you for calling how can I help you today',
      'C: hi I have a question about my bill',
      'C: my internet has been slow since Monday / A: I am sorry to hear that',
      'A: good morning you are speaking with Sam',
      'C: I would like to change something on my contract / A: I can help with that',
      'A: is there anything else / C: yes there is',
    ],
    smallTalk: [
      ['hold on a second', 'take your time'],
      ['one moment please', 'of course'],
      ['let me get my glasses', 'no problem'],
      ['I have to look for it', 'there is no rush'],
      ['my wife has it in her bag', 'sure'],
      ['the dog is barking sorry', "don't worry"],
      ['okay I have it', 'go ahead'],
      ['I found it now', 'great'],
    ],
    echoes: [
      '{v} thank you',
      'so that is {v}',
      'let me read that back {v}',
      '{v} perfect',
      'okay {v} is that right',
      'I have got {v}',
    ],
    hesitations: ['uh', 'um', 'er', 'uhm', 'and then', 'uh so', 'hmm'],
    corrections: ['no sorry', 'wait no', 'sorry', 'no wait', 'I mean', 'sorry I meant'],
    backchannels: ['okay', 'mhm', 'got it', 'go on', 'yep', 'right', 'uh huh', 'yes'],
    wrongGroup: 'two-digits',
    privateBefore: 0.25,
    privateAfter: 0,
  },
};
