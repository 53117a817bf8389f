import { describe, expect, it } from '@jest/globals';
import { createRandom, randomBytes } from '../../test/random.js';
import { audioSocketErrorCodes, audioSocketErrors } from './audiosocket-errors.js';
import { frameKinds, writeAudioSocketFrame } from './audiosocket-frames.js';
import { AudioSocketSession, type AudioSocketAction } from './audiosocket-session.js';

const uuid = new Uint8Array(Buffer.from('5f1a6c1e7f3b4d2a9c0011223344eeff', 'hex'));
const callId = '5f1a6c1e-7f3b-4d2a-9c00-11223344eeff';
const id = writeAudioSocketFrame(frameKinds.id, uuid);
const audio = (samples: Uint8Array, kind = 0x10) => writeAudioSocketFrame(kind, samples);
const receive = (session: AudioSocketSession, ...parts: readonly Uint8Array[]) =>
  parts.flatMap((part) => session.receiveBytes(part));
const bytesOf = (actions: readonly AudioSocketAction[]) =>
  Buffer.concat(actions.flatMap((action) => (action.kind === 'audio' ? [action.samples] : [])));

describe('AudioSocketSession', () => {
  it('starts the call of the UUID with the rate of its first audio', () => {
    const session = new AudioSocketSession();
    expect(receive(session, id)).toEqual([]);
    expect(session.hasId).toBe(true);
    expect(receive(session, audio(Uint8Array.of(1, 2), 0x12), audio(Uint8Array.of(3, 4), 0x12))).toEqual([
      { kind: 'start-call', callId, sampleRateHz: 16_000 },
      { kind: 'audio', samples: Uint8Array.of(1, 2) },
      { kind: 'audio', samples: Uint8Array.of(3, 4) },
    ]);
    expect(receive(session, writeAudioSocketFrame(frameKinds.hangUp, new Uint8Array(0)))).toEqual([
      { kind: 'end-call' },
    ]);
    expect(receive(session, audio(Uint8Array.of(5, 6), 0x12))).toEqual([]);
  });

  it('gives the same audio wherever the bytes are cut', () => {
    const next = createRandom(5);
    const sent = Array.from({ length: 100 }, () => randomBytes(next, 160)).map((part) =>
      part.subarray(part.length % 2),
    );
    const stream = Buffer.concat([id, ...sent.map((part) => audio(part))]);
    const session = new AudioSocketSession();
    const actions: AudioSocketAction[] = [];
    for (let at = 0; at < stream.length;) {
      const end = at + 1 + Math.floor(next() * 300);
      actions.push(...session.receiveBytes(stream.subarray(at, end)));
      at = end;
    }
    expect(bytesOf(actions).equals(Buffer.concat(sent))).toBe(true);
    expect(actions.filter(({ kind }) => kind !== 'audio').map(({ kind }) => kind)).toEqual(['start-call']);
  });

  it('lets no digit out and skips kinds that it does not know', () => {
    const session = new AudioSocketSession();
    const digit = writeAudioSocketFrame(frameKinds.digit, Uint8Array.of(0x35));
    expect(receive(session, id, digit, writeAudioSocketFrame(0x42, new Uint8Array(9)))).toEqual([]);
  });

  it.each([
    ['audio before the UUID', [audio(new Uint8Array(2))], 'AUDIOSOCKET_ID_MISSING'],
    ['another protocol', [Buffer.from('GET / HTTP/1.1\r\n'.repeat(2_000))], 'AUDIOSOCKET_ID_MISSING'],
    ['a short UUID', [writeAudioSocketFrame(frameKinds.id, uuid.subarray(1))], 'AUDIOSOCKET_FRAME_INVALID'],
    ['a second UUID', [id, id], 'AUDIOSOCKET_FRAME_INVALID'],
    ['half a sample', [id, audio(new Uint8Array(3))], 'AUDIOSOCKET_FRAME_INVALID'],
    ['another rate', [id, audio(new Uint8Array(2)), audio(new Uint8Array(2), 0x12)], 'AUDIOSOCKET_RATE_CHANGED'],
  ])('closes at %s', (_, parts, code) => {
    const session = new AudioSocketSession();
    expect(receive(session, ...parts).at(-1)).toEqual({ kind: 'close', code });
    expect(receive(session, audio(new Uint8Array(2)))).toEqual([]);
  });

  it('tells a hang-up that Asterisk reports as an error from its failures', () => {
    const failed = new AudioSocketSession();
    const error = (code: number) => writeAudioSocketFrame(frameKinds.error, Uint8Array.of(code));
    expect(receive(failed, id, error(2))).toEqual([{ kind: 'report-problem', code: 'AUDIOSOCKET_PEER_FAILED' }]);
    expect(receive(failed, error(1))).toEqual([{ kind: 'end-call' }]);
  });

  it('takes any bytes without an error', () => {
    const next = createRandom(6);
    for (let round = 0; round < 500; round++) {
      const session = new AudioSocketSession();
      if (next() < 0.5) session.receiveBytes(id);
      for (let part = 0; part < 10; part++) session.receiveBytes(randomBytes(next, 100));
    }
  });

  it.each(audioSocketErrorCodes)('has a sentence for %s', (code) => {
    expect(audioSocketErrors[code]).toMatch(/^\S.*\.$/);
  });
});
