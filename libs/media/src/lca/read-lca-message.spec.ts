import { describe, expect, it } from '@jest/globals';
import { MAX_LCA_TEXT_BYTES, readLcaMessage } from './read-lca-message.js';

const utf8 = new TextEncoder();
let idCount = 0;
const newId = () => `made-${++idCount}`;
const read = (value: unknown) =>
  readLcaMessage(utf8.encode(typeof value === 'string' ? value : JSON.stringify(value)), newId);
const start = { callEvent: 'START', callId: 'c1', samplingRate: 8_000 };
const startOf = (fields: object) => {
  const text = read({ ...start, ...fields });
  if (!text.ok || text.value.callEvent !== 'START') throw new Error(`refused: ${JSON.stringify(text)}`);
  return text.value.start;
};

describe('readLcaMessage', () => {
  it("fills in LCA's defaults", () => {
    idCount = 0;
    expect(startOf({ callId: undefined })).toEqual({
      callId: 'made-1',
      isNewId: true,
      agentId: 'made-2',
      customerNumber: 'Customer Phone',
      systemNumber: 'System Phone',
      sent: {},
      sampleRateHz: 8_000,
      codec: 'L16',
      channelCount: 2,
    });
  });

  it('reads every field and ignores unknown ones', () => {
    const fields = {
      agentId: 'Ann',
      fromNumber: '+1202',
      toNumber: '+1303',
      shouldRecordCall: true,
      activeSpeaker: 'x',
      speechEngine: 'scripted',
      speechScript: 'billing',
      codec: 'pcmu',
      channels: 1,
    };
    expect(startOf(fields)).toEqual({
      callId: 'c1',
      isNewId: false,
      agentId: 'Ann',
      customerNumber: '+1202',
      sent: { agentId: 'Ann', customerNumber: '+1202' },
      systemNumber: '+1303',
      sampleRateHz: 8_000,
      codec: 'PCMU',
      channelCount: 1,
      requestedEngine: 'scripted',
      script: 'billing',
    });
  });

  it('cleans and cuts labels so that they can be stored and shown', () => {
    expect(startOf({ agentId: `a\u0000\ud800${'x'.repeat(300)}` }).agentId).toBe(`a\ufffd\ufffd${'x'.repeat(253)}`);
    expect(startOf({ agentId: 17 }).agentId).toBe('17');
    expect(startOf({ fromNumber: { a: 1 } }).customerNumber).toBe('Customer Phone');
  });

  it('takes a name whole or not at all', () => {
    expect(startOf({ speechScript: 'x'.repeat(129) }).script).toBeUndefined();
    expect(startOf({ speechEngine: 5 }).requestedEngine).toBeUndefined();
  });

  it.each([[null], ['']])('makes a new id for callId %j, as LCA does', (callId) => {
    expect(startOf({ callId }).isNewId).toBe(true);
  });

  it.each([[4_000], [8_000], [44_100], [48_000], [192_000]])('accepts %d Hz', (samplingRate) => {
    expect(startOf({ samplingRate }).sampleRateHz).toBe(samplingRate);
  });

  it.each<readonly [unknown, string]>([
    ['{', 'TEXT_NOT_JSON'],
    ['', 'TEXT_NOT_JSON'],
    ['null', 'TEXT_NOT_OBJECT'],
    ['[]', 'TEXT_NOT_OBJECT'],
    ['7', 'TEXT_NOT_OBJECT'],
    [{}, 'CALL_EVENT_UNKNOWN'],
    [{ callEvent: 'SPEAKER_CHANGE' }, 'CALL_EVENT_UNKNOWN'],
    [{ callEvent: 'START', callId: 'c' }, 'SAMPLING_RATE_INVALID'],
    ...[3_999, 192_001, 8_000.5, '8000', null, -8_000, 1e300].map(
      (rate) => [{ ...start, samplingRate: rate }, 'SAMPLING_RATE_INVALID'] as const,
    ),
    ...['x'.repeat(257), 'a\nb', 'a\u007f', 5, {}, '\ud800'].map(
      (callId) => [{ ...start, callId }, 'CALL_ID_INVALID'] as const,
    ),
    [{ callEvent: 'END', callId: 5 }, 'CALL_ID_INVALID'],
    [{ ...start, codec: 'OPUS' }, 'CODEC_NOT_SUPPORTED'],
    [{ ...start, codec: 1 }, 'CODEC_NOT_SUPPORTED'],
    [{ ...start, channels: 3 }, 'CHANNELS_NOT_SUPPORTED'],
    [{ ...start, channels: '2' }, 'CHANNELS_NOT_SUPPORTED'],
    [' '.repeat(MAX_LCA_TEXT_BYTES + 1), 'TEXT_TOO_LARGE'],
  ])('refuses %j', (value, code) => {
    expect(read(value)).toEqual({ ok: false, error: code });
  });

  it('reads END with and without an id', () => {
    expect(read({ callEvent: 'END', callId: 'c1' })).toEqual({ ok: true, value: { callEvent: 'END', callId: 'c1' } });
    expect(read({ callEvent: 'END' })).toEqual({ ok: true, value: { callEvent: 'END', callId: undefined } });
  });

  it('ignores fields of the prototype', () => {
    expect(read('{"__proto__":{"callEvent":"START","samplingRate":8000}}')).toEqual({
      ok: false,
      error: 'CALL_EVENT_UNKNOWN',
    });
  });
});
