import { startVosk, type VoskFault, type VoskServer } from '@earshot/testing';
import { itKeepsWholeCalls } from './whole-call.js';

itKeepsWholeCalls<VoskFault, VoskServer>(
  {
    start: startVosk,
    settingsOf: ({ url }) => ({ SPEECH_ENGINE: 'vosk', VOSK_URL: url }),
    endOfText: '',
  },
  [
    { name: 'nothing', faults: [], streams: 2 },
    { name: 'a clean close', faults: [{ kind: 'closes-cleanly', afterMs: 2_500 }], streams: 3 },
    {
      name: 'two resets, then 503',
      faults: [
        { kind: 'resets', afterMs: 3_300 },
        { kind: 'resets', afterMs: 2_100 },
        { kind: 'refuses', status: 503 },
      ],
      streams: 4,
    },
    { name: 'garbage', faults: [{ kind: 'sends-garbage', afterMs: 1_000 }], streams: 3 },
  ],
);
