import { createSocketFailures } from '../socket-failures.js';

export const voskFailures = createSocketFailures(
  'vosk-server',
  {
    401: 'needs a sign-in, which Earshot does not have; check VOSK_URL',
    403: 'does not let Earshot in; check VOSK_URL',
    404: 'knows no such path; check VOSK_URL',
  },
  'does not open a stream; check VOSK_URL',
);
