import { callIdSchema, participantIdSchema } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';
import { CallHearing } from './call-hearing.js';

const [customer, agent] = [participantIdSchema.parse('customer'), participantIdSchema.parse('agent')];

const aHearing = () =>
  new CallHearing({
    callId: callIdSchema.parse('c1'),
    isNewId: true,
    source: 'spec',
    format: { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 },
    tracks: [{ participantId: customer }, { participantId: agent }],
    participants: [
      { id: customer, role: 'CUSTOMER' },
      { id: agent, role: 'AGENT', name: 'Robin' },
    ],
  });

describe('a change of how a call is heard', () => {
  it('that is refused in part announces the parts that count', () => {
    const hearing = aHearing();
    const { updates, refusal } = hearing.change({ agentId: 'Mia', swapTracks: [0, 7], isRecorded: false });
    expect(refusal).toBe('TRACK_UNKNOWN');
    expect(updates.map(({ kind }) => kind)).toEqual(['joined', 'assigned', 'left', 'stream-changed']);
    expect(hearing.opening.roster.participants.map(({ name }) => name)).toEqual([undefined, 'Mia']);
  });
});
