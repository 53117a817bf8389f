import { describe, expect, it } from '@jest/globals';
import { MAX_TWILIO_TEXT_BYTES, readTwilioMessage, type TwilioStart } from './read-twilio-message.js';
import { twilioDialects, type TwilioVendor } from './twilio-dialects.js';

const utf8 = new TextEncoder();
const read = (message: unknown, vendor: TwilioVendor = 'twilio') =>
  readTwilioMessage(
    utf8.encode(typeof message === 'string' ? message : JSON.stringify(message)),
    twilioDialects[vendor],
  );
const startOf = (message: unknown, vendor: TwilioVendor): TwilioStart => {
  const result = read(message, vendor);
  if (!result.ok || result.value.kind !== 'start') throw new Error(JSON.stringify(result));
  return result.value.start;
};
const codeOf = (message: unknown) => {
  const result = read(message);
  return result.ok ? undefined : result.error.code;
};

const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 };
const twilioStart = (fields: object = {}) => ({
  event: 'start',
  sequenceNumber: '1',
  streamSid: 'MZ1',
  start: {
    accountSid: 'AC1',
    streamSid: 'MZ1',
    callSid: 'CA1',
    tracks: ['inbound', 'outbound'],
    mediaFormat,
    ...fields,
  },
});
const bothTracks = [
  { name: 'inbound', role: 'CUSTOMER' },
  { name: 'outbound', role: 'AGENT' },
];

/** The start messages as the vendors' pages show them. */
const starts: Readonly<Record<TwilioVendor, [message: object, expected: object]>> = {
  twilio: [
    twilioStart({ customParameters: { agentId: 'maria', customerNumber: '+15550123', queue: 'billing' } }),
    {
      callId: 'CA1',
      accountId: 'AC1',
      codec: 'PCMU',
      sampleRateHz: 8_000,
      channelCount: 2,
      tracks: bothTracks,
      agentId: 'maria',
      customerNumber: '+15550123',
      queue: 'billing',
    },
  ],
  talkdesk: [
    twilioStart({ customParameters: { interaction_id: 'i1', agent_id: 'robin', account_id: 'td1' } }),
    { callId: 'CA1', accountId: 'AC1', agentId: 'robin', tracks: bothTracks },
  ],
  telnyx: [
    {
      event: 'start',
      sequence_number: '1',
      start: {
        user_id: 'U1',
        call_control_id: 'v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg',
        call_session_id: 'S1',
        from: '+13122010094',
        to: '+13122123456',
        client_state: btoa('{"agentId":"ben"}'),
        custom_parameters: { queue: 'sales' },
        media_format: { encoding: 'PCMA', sample_rate: 8_000, channels: 1 },
      },
      stream_id: '32DE0DEA',
    },
    {
      callId: 'v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg',
      accountId: 'U1',
      codec: 'PCMA',
      channelCount: 2,
      customerNumber: '+13122010094',
      systemNumber: '+13122123456',
      agentId: 'ben',
      queue: 'sales',
    },
  ],
  plivo: [
    {
      event: 'start',
      sequenceNumber: 1,
      start: {
        callId: '12345678-1234-1234-1234-123456789abc',
        streamId: 'S1',
        accountId: 'MA1',
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-l16', sampleRate: 16_000 },
      },
      extra_headers: 'X-PH-agentId=aisha;X-PH-tracks=both',
    },
    {
      callId: '12345678-1234-1234-1234-123456789abc',
      accountId: 'MA1',
      codec: 'L16',
      sampleRateHz: 16_000,
      tracks: bothTracks,
      agentId: 'aisha',
    },
  ],
  exotel: [
    {
      event: 'start',
      sequence_number: '1',
      stream_sid: 'MZ1',
      start: {
        stream_sid: 'MZ1',
        call_sid: 'CA9',
        account_sid: 'AC9',
        from: '+919876543210',
        to: '+918047491899',
        custom_parameters: { agent: 'kim' },
        media_format: { encoding: 'audio/x-raw', sample_rate: '8000', bit_rate: '16' },
      },
    },
    {
      callId: 'CA9',
      accountId: 'AC9',
      codec: 'L16',
      sampleRateHz: 8_000,
      tracks: [{ name: 'inbound', role: 'CUSTOMER' }],
      customerNumber: '+919876543210',
      systemNumber: '+918047491899',
      agentId: 'kim',
    },
  ],
};

describe('readTwilioMessage', () => {
  it.each(Object.keys(starts) as TwilioVendor[])('reads the start message of %s', (vendor) => {
    const [message, expected] = starts[vendor];
    expect(startOf(message, vendor)).toMatchObject(expected);
  });

  it.each([
    [{ direction: 'outbound', from: '+1555', to: '+1666' }, ['AGENT', 'CUSTOMER'], '+1666'],
    [{ inbound_role: 'agent' }, ['AGENT', 'CUSTOMER'], undefined],
    [{ direction: 'outbound', inboundRole: 'customer', from: '+1555', to: '+1666' }, ['CUSTOMER', 'AGENT'], '+1666'],
    [{ direction: 'inbound', from: '+1555' }, ['CUSTOMER', 'AGENT'], '+1555'],
  ])('takes roles and numbers from the parameters %j', (customParameters, roles, customerNumber) => {
    const start = startOf(twilioStart({ customParameters }), 'twilio');
    expect(start.tracks.map(({ role }) => role)).toEqual(roles);
    expect(start.customerNumber).toBe(customerNumber);
  });

  it('takes the tracks that the start lists, and both where it lists none', () => {
    const names = (fields: object) => startOf(twilioStart(fields), 'twilio').tracks.map(({ name }) => name);
    expect(names({ tracks: ['outbound'] })).toEqual(['outbound']);
    expect(names({ tracks: ['outbound', 'inbound', 'inbound'] })).toEqual(['inbound', 'outbound']);
    expect(names({ tracks: ['inbound_track'] })).toEqual(['inbound']);
    expect(names({ tracks: undefined })).toEqual(['inbound', 'outbound']);
    expect(names({ customParameters: { tracks: 'inbound' } })).toEqual(['inbound']);
  });

  it('keeps no recording only if the parameter says false', () => {
    const isRecorded = (shouldRecordCall: unknown) =>
      startOf(twilioStart({ customParameters: { shouldRecordCall } }), 'twilio').isRecorded;
    expect([isRecorded('false'), isRecorded(false), isRecorded('true'), isRecorded('no')]).toEqual([
      false,
      false,
      undefined,
      undefined,
    ]);
  });

  it('cuts labels and takes names whole or not at all', () => {
    const start = startOf(
      twilioStart({ customParameters: { agentId: `a\u0000${'x'.repeat(300)}`, queue: 'q'.repeat(129) } }),
      'twilio',
    );
    expect(start.agentId).toBe(`a\ufffd${'x'.repeat(254)}`);
    expect(start.queue).toBeUndefined();
  });

  it('reads media with numbers as text or as numbers', () => {
    const media = { track: 'inbound', chunk: '2', timestamp: '40', payload: '/w==' };
    const expected = { track: 'inbound', chunk: 2, timestampMs: 40, payload: '/w==' };
    expect(read({ event: 'media', media })).toEqual({ ok: true, value: { kind: 'media', media: expected } });
    expect(read({ event: 'media', media: { ...media, chunk: 2, timestamp: 40 } })).toMatchObject({
      value: { media: expected },
    });
    expect(read({ event: 'media', media: { ...media, chunk: '-1', timestamp: 'soon' } })).toMatchObject({
      value: { media: { chunk: undefined, timestampMs: undefined } },
    });
  });

  it.each(['connected', 'dtmf', 'mark', 'clear', 'clearedAudio', 'playedStream', 'error'])(
    'takes the event %s and nothing of its content',
    (event) => {
      expect(read({ event, dtmf: { digit: '4' } })).toEqual({ ok: true, value: { kind: 'note' } });
    },
  );

  it.each([
    ['not JSON', '{', 'TEXT_NOT_JSON'],
    ['an array', [1], 'TEXT_NOT_OBJECT'],
    ['too large', 'x'.repeat(MAX_TWILIO_TEXT_BYTES + 1), 'TEXT_TOO_LARGE'],
    ['of an unknown event', { event: 'dance' }, 'EVENT_UNKNOWN'],
    ['without an event', {}, 'EVENT_UNKNOWN'],
    ['a start without a call', twilioStart({ callSid: undefined }), 'START_INVALID'],
    ['a start with an endless id', twilioStart({ callSid: 'x'.repeat(257) }), 'START_INVALID'],
    ['a start that is no object', { event: 'start', start: 'CA1' }, 'START_INVALID'],
    ['a start in G.722', twilioStart({ mediaFormat: { ...mediaFormat, encoding: 'G722' } }), 'CODEC_NOT_SUPPORTED'],
    ['a start in no codec', twilioStart({ mediaFormat: { encoding: 'toString' } }), 'CODEC_NOT_SUPPORTED'],
    ['a start at 1 Hz', twilioStart({ mediaFormat: { ...mediaFormat, sampleRate: 1 } }), 'SAMPLING_RATE_INVALID'],
    ['media without a payload', { event: 'media', media: { track: 'inbound' } }, 'MEDIA_INVALID'],
  ])('refuses a message that is %s', (_, message, code) => {
    expect(codeOf(message)).toBe(code);
  });
});
