import { describe, expect, it } from '@jest/globals';
import { ContactCall } from './contact-call.js';
import type { ContactFlowEvent } from './platform-events.js';

const flow = (fragment: string): ContactFlowEvent => ({
  kind: 'contact-flow',
  contact: {
    Channel: 'VOICE',
    ContactId: 'contact-1',
    InitialContactId: undefined,
    InstanceARN: undefined,
    CustomerEndpoint: { Address: '+1' },
    SystemEndpoint: undefined,
    Attributes: {},
    MediaStreams: {
      Customer: { Audio: { StreamARN: 'stream', StartFragmentNumber: fragment, StartTimestamp: 1 } },
    },
  },
});
const contact = (eventType: string) => ({
  kind: 'contact' as const,
  detail: { contactId: 'contact-1', eventType, instanceArn: undefined, agentInfo: undefined },
});

describe('a contact of Amazon Connect', () => {
  it('reads both tracks of its stream, once for each time that it is started', () => {
    const call = new ContactCall(60_000);
    const tracks = [
      { track: 0, name: 'AUDIO_FROM_CUSTOMER' },
      { track: 1, name: 'AUDIO_TO_CUSTOMER' },
    ];
    expect(call.receiveEvent(flow('1'), 0)).toMatchObject([{ kind: 'open-stream', tracks }]);
    expect(call.receiveEvent(flow('1'), 0)).toEqual([]);
    expect(call.receiveEvent(flow('2'), 0)).toMatchObject([{ kind: 'open-stream', tracks }]);
  });

  it('ends some seconds after it was disconnected, and not by other events', () => {
    const call = new ContactCall(60_000);
    call.receiveEvent(contact('CONNECTED_TO_AGENT'), 1_000);
    expect(call.tick(50_000, 1_000)).toEqual([]);
    call.receiveEvent(contact('DISCONNECTED'), 50_000);
    expect(call.tick(59_999, 50_000)).toEqual([]);
    expect(call.tick(60_000, 50_000)).toEqual([{ kind: 'end-call', isUnannounced: false }]);
  });

  it('ends without an event when nothing comes for long', () => {
    expect(new ContactCall(60_000).tick(60_000, 0)).toEqual([{ kind: 'end-call', isUnannounced: true }]);
  });
});
