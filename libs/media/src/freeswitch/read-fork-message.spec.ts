import { describe, expect, it } from '@jest/globals';
import { MAX_FORK_TEXT_BYTES, readForkMessage, type ForkVendor } from './read-fork-message.js';

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
    ['metadata of four channels', { uuid: 'u1', mixType: 'quadro' }, 'MIX_NOT_SUPPORTED'],
  ])('refuses a message that is %s', (_, message, code) => {
    expect(read(message)).toMatchObject({ ok: false, error: { code } });
  });
});
