import { afterEach, expect, it } from '@jest/globals';
import { RunningGateway } from './support/running-gateway.js';
import { aCall } from './support/views.js';

let gateway: RunningGateway;

afterEach(() => gateway.stop());

it.each([
  ['mute', 'MUTED'],
  ['serve', 'SERVED'],
])(
  'with EARSHOT_UNTRANSCRIBED_AUDIO=%s, a recording says that untranscribed audio is %s',
  async (setting, expected) => {
    gateway = await RunningGateway.start({ EARSHOT_UNTRANSCRIBED_AUDIO: setting });
    gateway.reader.putCall(aCall('heard', { hasRecording: true, recording: { durationMs: 1_000, failures: [] } }));
    const answer = await gateway.query('{ call(id: "heard") { recording { untranscribedAudio } } }');
    expect(answer).toEqual({ data: { call: { recording: { untranscribedAudio: expected } } } });
  },
);
