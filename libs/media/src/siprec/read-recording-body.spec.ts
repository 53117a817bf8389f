import { describe, expect, it } from '@jest/globals';
import { readRecordingBody } from './read-recording-body.js';

const encode = (text: string) => new TextEncoder().encode(text);
const part = (type: string, text: string) =>
  `--b\r\nContent-Type: ${type}\r\nContent-Disposition: recording-session\r\n\r\n${text}\r\n`;
const MIXED = 'multipart/mixed;boundary="b"';

describe('readRecordingBody', () => {
  it.each(['application/rs-metadata+xml', 'application/rs-metadata'])(
    'tells the description from the metadata of type %s',
    (type) => {
      const body = encode(`preamble\r\n${part('application/sdp', 'v=0\r\n')}${part(type, '<recording/>')}--b--\r\n`);
      expect(readRecordingBody(MIXED, body)).toEqual({ ok: true, value: { sdp: 'v=0\r\n', metadata: '<recording/>' } });
    },
  );

  it('skips parts of other types, and reads parts in parts', () => {
    const inner = `--i\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--i--`;
    const body = encode(`${part('image/png', 'x')}${part('multipart/alternative; boundary=i', inner)}--b--`);
    expect(readRecordingBody(MIXED, body)).toEqual({ ok: true, value: { sdp: 'v=0' } });
  });

  it('reads a description that comes alone, and no body', () => {
    expect(readRecordingBody('application/sdp', encode('v=0'))).toEqual({ ok: true, value: { sdp: 'v=0' } });
    expect(readRecordingBody(undefined, encode(''))).toEqual({ ok: true, value: {} });
  });

  it.each([
    ['no boundary', 'multipart/mixed', `${part('application/sdp', 'v=0')}--b--`, 'BODY_MALFORMED'],
    ['no closing boundary', MIXED, part('application/sdp', 'v=0'), 'BODY_MALFORMED'],
    ['a part without the end of its headers', MIXED, '--b\r\nContent-Type: x\r\n--b--', 'BODY_MALFORMED'],
    ['too many parts', MIXED, `${part('application/sdp', 'v=0').repeat(17)}--b--`, 'BODY_MALFORMED'],
    ['parts that are nested too deeply', MIXED, `${part(MIXED, part(MIXED, part(MIXED, 'x')))}--b--`, 'BODY_MALFORMED'],
    ['a body that nobody needs', 'text/plain', 'hello', 'BODY_NOT_SUPPORTED'],
  ])('refuses %s', (_, type, body, error) => {
    expect(readRecordingBody(type, encode(body))).toEqual({ ok: false, error });
  });
});
