import { fakeDeepgramKey, startDeepgram, type DeepgramFault, type DeepgramServer } from '@earshot/testing';
import { itKeepsWholeCalls } from './whole-call.js';

itKeepsWholeCalls<DeepgramFault, DeepgramServer>(
  {
    start: startDeepgram,
    settingsOf: ({ url }) => ({ SPEECH_ENGINE: 'deepgram', DEEPGRAM_API_KEY: fakeDeepgramKey, DEEPGRAM_URL: url }),
    endOfText: '.',
  },
  [
    { name: 'nothing', faults: [], streams: 2 },
    { name: 'a clean close', faults: [{ kind: 'closes-cleanly', afterMs: 2_500 }], streams: 3 },
    {
      name: 'two resets, then 429',
      faults: [
        { kind: 'resets', afterMs: 3_300 },
        { kind: 'times-out', afterMs: 2_100 },
        { kind: 'refuses', status: 429 },
      ],
      streams: 4,
    },
    { name: 'garbage', faults: [{ kind: 'sends-garbage', afterMs: 1_000 }], streams: 3 },
  ],
);
