import { createSocketFailures } from '../socket-failures.js';

export const deepgramFailures = createSocketFailures(
  'Deepgram',
  {
    400: 'refuses the options; check DEEPGRAM_MODEL, DEEPGRAM_KEYTERMS and the language of the call',
    401: 'does not accept DEEPGRAM_API_KEY',
    402: 'has no credit left for DEEPGRAM_API_KEY',
    403: 'does not allow DEEPGRAM_API_KEY to use the model',
    404: 'knows no such path; check DEEPGRAM_URL',
  },
  'does not open a stream; check DEEPGRAM_URL',
);
