import { callIdSchema } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { TextCallEvents } from './text-call-events.js';

const callId = callIdSchema.parse('c1');
const events = new TextCallEvents({
  owner: { tenant: 'acme', startedBy: 'source:lca-events:s' },
  longestQuietMs: 1,
  alerts: [],
  clock: new ManualClock(),
  newId: () => 'id',
});

describe('a change of a call that came as text', () => {
  it("has the tenant of the stream's calls, or it would not count", () => {
    const changed = events.changed(callId, 5, { agentId: 'bob' });
    expect(changed?.event).toMatchObject({
      type: 'call.changed',
      data: { agentId: 'bob', tenant: 'acme', changedAtMs: 5 },
    });
  });

  it('has no secret in its metadata, and is none without anything else', () => {
    const metadata = { campaign: 'renewals', authToken: 's3cret' };
    expect(events.changed(callId, 5, { metadata })?.event).toMatchObject({
      data: { metadata: { campaign: 'renewals' } },
    });
    expect(JSON.stringify(events.started(callId, 5, { metadata }))).not.toContain('s3cret');
    expect(events.changed(callId, 5, { metadata: { authToken: 's3cret' } })).toBeNull();
  });
});
