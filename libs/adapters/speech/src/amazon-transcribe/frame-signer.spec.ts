import { describe, expect, it } from '@jest/globals';
import { decodeMessage, MessageSignatures } from '@earshot/testing';
import { EventFrame, writeLastFrame } from './event-frame.js';
import { FrameSigner } from './frame-signer.js';

const request = { region: 'eu-central-1', service: 'transcribe', signature: '0f'.repeat(32), secretAccessKey: 'fake' };

/** Signs one frame at each time, and gives what the server reads. */
const signFramesAt = (times: readonly string[]) => {
  let nowMs = 0;
  const signer = new FrameSigner({ ...request, nowMs: () => nowMs });
  const frame = new EventFrame('AudioEvent', 'application/octet-stream', 4);
  return times.map((time, n) => {
    nowMs = Date.parse(time);
    return decodeMessage(Buffer.from(frame.write(Buffer.from([1, 2, 3, n]), signer)));
  });
};

const createCheck = () =>
  new MessageSignatures({ secret: request.secretAccessKey, place: 'eu-central-1/transcribe' }, request.signature);

describe('FrameSigner', () => {
  const times = [
    '2026-02-28T23:59:58.000Z',
    '2026-02-28T23:59:58.999Z',
    '2026-02-28T23:59:59.250Z',
    '2026-03-01T00:00:00.100Z',
    '2026-03-01T00:00:00.200Z',
  ];

  it('continues the chain of signatures from second to second and over midnight', () => {
    const check = createCheck();
    for (const message of signFramesAt(times)) check.checkMessage(message);
  });

  it('gives each frame the second in which it was signed', () => {
    const seconds = signFramesAt(times).map(({ headers }) => new Date(Number(headers.get(':date'))).toISOString());
    expect(seconds).toEqual(times.map((time) => time.replace(/\d{3}Z$/, '000Z')));
  });

  it('signs each payload, so that no frame can be left out', () => {
    const check = createCheck();
    const [first, , third] = signFramesAt(times);
    check.checkMessage(first!);
    expect(() => check.checkMessage(third!)).toThrow('the signature of a message is wrong');
  });

  it('signs the frame without an event that ends the stream', () => {
    const signer = new FrameSigner({ ...request, nowMs: () => Date.parse(times[0]!) });
    const last = decodeMessage(writeLastFrame(signer));
    expect(last.body).toHaveLength(0);
    createCheck().checkMessage(last);
  });
});
