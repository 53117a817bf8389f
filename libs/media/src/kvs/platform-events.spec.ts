import { describe, expect, it } from '@jest/globals';
import { readPlatformEvent } from './platform-events.js';

const streamArn = 'arn:aws:kinesisvideo:eu-central-1:111122223333:stream/ChimeVoiceConnector-abc-1/1700000000000';

/** As the administration guide of Amazon Chime SDK shows it. */
const started = {
  version: '0',
  id: '12345678-1234-1234-1234-111122223333',
  'detail-type': 'Chime VoiceConnector Streaming Status',
  source: 'aws.chime',
  account: '111122223333',
  time: 'yyyy-mm-ddThh:mm:ssZ',
  region: 'us-east-1',
  resources: [],
  detail: {
    callId: '1112-2222-4333',
    direction: 'Outbound',
    fromNumber: '+12065550100',
    inviteHeaders: { from: '"John" <sip:+12065550100@10.24.34.0>;tag=abcdefg', cseq: '107 INVITE' },
    isCaller: false,
    mediaType: 'audio/L16',
    sdp: { mediaIndex: 0, mediaLabel: '1' },
    siprecMetadata: '<recording/>',
    startFragmentNumber: '1234567899444',
    startTime: '2023-11-14T22:13:20.500Z',
    streamArn,
    toNumber: '+13605550199',
    transactionId: '12345678-1234-1234',
    voiceConnectorId: 'abcdef1ghij2klmno3pqr4',
    streamingStatus: 'STARTED',
    version: '0',
  },
};
const withDetail = (detail: object) => ({ ...started, detail: { ...started.detail, ...detail } });

const flow = {
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Channel: 'VOICE',
      ContactId: '4a573372-1f28-4e26-b97b-XXXXXXXXXXX',
      InitialContactId: '4a573372-1f28-4e26-b97b-XXXXXXXXXXX',
      InstanceARN: 'arn:aws:connect:eu-central-1:111122223333:instance/c8c0e68d',
      CustomerEndpoint: { Address: '+12065550100', Type: 'TELEPHONE_NUMBER' },
      SystemEndpoint: { Address: '+13605550199', Type: 'TELEPHONE_NUMBER' },
      Attributes: { AgentId: 'ann' },
      MediaStreams: {
        Customer: { Audio: { StreamARN: streamArn, StartTimestamp: '1700000000500', StartFragmentNumber: '9134' } },
      },
    },
    Parameters: {},
  },
};

describe('events of the platforms', () => {
  it('reads the start of a leg', () => {
    expect(readPlatformEvent(started)).toMatchObject({
      ok: true,
      value: {
        kind: 'started',
        detail: { callId: '1112-2222-4333', isCaller: false, streamArn, startTime: 1_700_000_000_500 },
      },
    });
  });

  it.each(['ENDED', 'UPDATED', 'FAILED'])('reads %s without what only a start has', (streamingStatus) => {
    const { callId, voiceConnectorId } = started.detail;
    const read = readPlatformEvent({ ...started, detail: { callId, voiceConnectorId, streamingStatus } });
    expect(read).toMatchObject({ ok: true, value: { kind: streamingStatus.toLowerCase(), detail: { callId } } });
  });

  it('keeps the call when an optional field is wrong', () => {
    const wrong = {
      isCaller: 'no',
      startFragmentNumber: 'x',
      startTime: 7,
      siprecMetadata: {},
      sdp: 1,
      fromNumber: {},
    };
    const read = readPlatformEvent(withDetail(wrong));
    expect(read).toMatchObject({ ok: true, value: { kind: 'started', detail: { streamArn } } });
  });

  it.each([
    withDetail({ callId: '' }),
    withDetail({ streamArn: 'arn:aws:s3:::bucket' }),
    withDetail({ mediaType: 'video/h264' }),
    withDetail({ mediaType: { toString: 'audio/L16' } }),
    { ...flow, Details: { ContactData: { ...flow.Details.ContactData, MediaStreams: {} } } },
    {},
    null,
    'text',
  ])('refuses an event that brings no call (%#)', (event) => {
    expect(readPlatformEvent(event)).toEqual({ ok: false, error: 'KVS_EVENT_INVALID' });
  });

  it('passes over events that do not concern calls', () => {
    expect(readPlatformEvent(withDetail({ streamingStatus: 'NEWS' }))).toEqual({ ok: true, value: null });
    expect(readPlatformEvent({ ...started, source: 'aws.ec2' })).toEqual({ ok: true, value: null });
  });

  it('reads a contact flow of Amazon Connect', () => {
    expect(readPlatformEvent(flow)).toMatchObject({
      ok: true,
      value: {
        kind: 'contact-flow',
        contact: {
          ContactId: flow.Details.ContactData.ContactId,
          CustomerEndpoint: { Address: '+12065550100' },
          MediaStreams: { Customer: { Audio: { StreamARN: streamArn, StartTimestamp: 1_700_000_000_500 } } },
        },
      },
    });
  });

  it('reads that an agent of Amazon Connect took a contact', () => {
    const agentArn = 'arn:aws:connect:eu-central-1:111122223333:instance/c8c0e68d/agent/a1b2';
    const detail = { contactId: 'c1', eventType: 'CONNECTED_TO_AGENT', agentInfo: { agentArn } };
    const event = { ...started, source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event', detail };
    expect(readPlatformEvent(event)).toMatchObject({ ok: true, value: { kind: 'contact', detail } });
  });

  it('reads that a waiting call may start', () => {
    const detail = { callId: 'c1', agentId: 'ann', fromNumber: '+1' };
    const event = { source: 'lca-solution', 'detail-type': 'START_CALL_PROCESSING', detail };
    expect(readPlatformEvent(event)).toMatchObject({ ok: true, value: { kind: 'start-processing', detail } });
  });
});
