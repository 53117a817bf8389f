import { describe, expect, it } from '@jest/globals';
import type { ForkVendor } from './find-metadata.js';
import { MAX_FORK_TEXT_BYTES, readForkMessage } from './read-fork-message.js';

const utf8 = new TextEncoder();
const read = (message: unknown, vendor: ForkVendor = 'freeswitch') =>
  readForkMessage(utf8.encode(typeof message === 'string' ? message : JSON.stringify(message)), vendor);

describe('readForkMessage', () => {
  it('reads the metadata of jambonz', () => {
    const metadata = {
      sampleRate: 16_000,
      mixType: 'stereo',
      callSid: '9fb35c28-9688-4531-943c-e280b04f3adf',
      direction: 'outbound',
      from: '+15083084809',
      to: '+15083728299',
      callerName: 'Ann',
      accountSid: '4bfe85c1',
      authToken: 's3cret',
      language: 'de-DE',
      agentId: 'maria',
    };
    expect(read(metadata, 'jambonz')).toEqual({
      ok: true,
      value: {
        kind: 'start',
        start: {
          callId: '9fb35c28-9688-4531-943c-e280b04f3adf',
          codec: 'L16',
          sampleRateHz: 16_000,
          channelCount: 2,
          roles: ['CUSTOMER', 'AGENT'],
          agentId: 'maria',
          customerNumber: '+15083728299',
          systemNumber: '+15083084809',
          language: 'de-DE',
          metadata: { callerName: 'Ann', accountSid: '4bfe85c1' },
        },
      },
    });
  });

  it.each([
    [{ uuid: 'u1' }, { callId: 'u1', sampleRateHz: 8_000, roles: ['CUSTOMER'] }],
    [
      { callId: 'c1', mixType: 'mixed', sampleRate: '16000' },
      { sampleRateHz: 16_000, roles: [null] },
    ],
    [
      { uuid: 'u1', mixType: 'stereo', direction: 'outbound', to: '+1' },
      { roles: ['AGENT', 'CUSTOMER'], customerNumber: '+1' },
    ],
    [
      { uuid: 'u1', inbound_role: 'agent', shouldRecordCall: false },
      { roles: ['AGENT'], isRecorded: false },
    ],
  ])('reads the metadata %j', (metadata, start) => {
    expect(read(metadata)).toMatchObject({ ok: true, value: { kind: 'start', start } });
  });

  it.each([{ event: 'dtmf', dtmf: '4', duration: '800' }, { type: 'playDone', data: { id: 'p' } }, {}])(
    'takes %j and nothing of its content',
    (message) => expect(read(message)).toEqual({ ok: true, value: { kind: 'note' } }),
  );

  it.each([
    ['not JSON', 'hello', 'TEXT_NOT_JSON'],
    ['an array', [], 'TEXT_NOT_OBJECT'],
    ['too large', 'x'.repeat(MAX_FORK_TEXT_BYTES + 1), 'TEXT_TOO_LARGE'],
    ['metadata without a call', { sampleRate: 8_000 }, 'START_INVALID'],
    ['metadata with an endless id', { uuid: 'x'.repeat(257) }, 'START_INVALID'],
    ['metadata at 1 Hz', { uuid: 'u1', sampleRate: 1 }, 'SAMPLING_RATE_INVALID'],
    ['metadata with a rate that is no number', { uuid: 'u1', sampleRate: { toString: 'x' } }, 'SAMPLING_RATE_INVALID'],
    ['metadata of four channels', { uuid: 'u1', mixType: 'quadro' }, 'MIX_NOT_SUPPORTED'],
  ])('refuses a message that is %s', (_, message, code) => {
    expect(read(message)).toMatchObject({ ok: false, error: { code } });
  });

  it('reads the first message of Vonage, with the headers of the call flow', () => {
    const connected = {
      event: 'websocket:connected',
      'content-type': 'audio/l16;rate=16000',
      uuid: 'c1',
      agentId: 'maria',
    };
    expect(read(connected, 'vonage')).toMatchObject({
      value: { start: { callId: 'c1', sampleRateHz: 16_000, codec: 'L16', roles: [null], agentId: 'maria' } },
    });
    expect(read({ ...connected, mixType: 'mono', inboundRole: 'agent' }, 'vonage')).toMatchObject({
      value: { start: { roles: ['AGENT'] } },
    });
    expect(read({ event: 'websocket:dtmf', digit: '4', uuid: 'c1' }, 'vonage')).toEqual({
      ok: true,
      value: { kind: 'note' },
    });
  });

  it.each([
    [
      'MEDIA_START connection_id:k1 channel:WebSocket/a-1 channel_id:c1 format:ulaw optimal_frame_size:160 ptime:20',
      'PCMU',
      8_000,
    ],
    [{ event: 'MEDIA_START', connection_id: 'k1', channel_id: 'c1', format: 'slin16', ptime: 20 }, 'L16', 16_000],
    [
      { event: 'MEDIA_START', connection_id: 'k1', format: 'alaw', channel_variables: { callId: 'c1', queue: 'q' } },
      'PCMA',
      8_000,
    ],
  ])('reads the MEDIA_START of Asterisk: %j', (message, codec, sampleRateHz) => {
    expect(read(message, 'asterisk')).toMatchObject({
      value: { kind: 'start', start: { callId: 'c1', codec, sampleRateHz, roles: ['CUSTOMER'] } },
    });
  });

  it.each(['DTMF_END digit:4', 'MEDIA_XOFF', { event: 'DTMF_END', digit: '4' }])(
    'takes the control message %j of Asterisk and nothing of its content',
    (message) => expect(read(message, 'asterisk')).toEqual({ ok: true, value: { kind: 'note' } }),
  );

  it.each(['MEDIA_START connection_id:k1 format:opus', 'MEDIA_START connection_id:k1 format:toString'])(
    'refuses an Asterisk channel of another codec: %s',
    (message) => expect(read(message, 'asterisk')).toMatchObject({ error: { code: 'CODEC_NOT_SUPPORTED' } }),
  );
});
