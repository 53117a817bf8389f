import { describe, expect, it } from '@jest/globals';
import { describeFirstBinary, describeFirstText } from './describe-first-message.js';

const utf8 = new TextEncoder();
const seenIn = (message: unknown) =>
  describeFirstText(utf8.encode(typeof message === 'string' ? message : JSON.stringify(message)));

describe('describeFirstText', () => {
  it.each([
    [{ event: 'connected', protocol: 'Call', version: '1.0.0' }, 'a Twilio Media Streams message'],
    [{ event: 'start', streamSid: 'MZ1', start: {} }, 'a Twilio Media Streams message'],
    [{ version: '2', id: 'e160e428', type: 'open', seq: 1, parameters: {} }, 'a Genesys AudioHook message'],
    [{ event: 'websocket:connected', 'content-type': 'audio/l16;rate=16000' }, 'a Vonage WebSocket message'],
    [{ callEvent: 'HELLO' }, 'an LCA message'],
    [{ type: 'start', tracks: [] }, 'a message of the Earshot protocol'],
    [{ type: 'session.update' }, 'a JSON message of an unknown protocol'],
    [{}, 'a JSON message of an unknown protocol'],
    [{ type: { toString: 1 }, event: { toString: 1 } }, 'a JSON message of an unknown protocol'],
    ['[1]', 'JSON that is not an object'],
    ['null', 'JSON that is not an object'],
    ['hello', 'text that is not JSON'],
    ['', 'text that is not JSON'],
  ])('%j is %s', (message, kind) => {
    expect(seenIn(message)).toBe(kind);
  });
});

describe('describeFirstBinary', () => {
  it.each([
    [[...utf8.encode('RIFF'), 1, 2, 3, 4, ...utf8.encode('WAVEfmt ')], 'a WAV file'],
    [[...utf8.encode('ID3'), 4, 0], 'an MP3 file'],
    [[0xff, 0xfb, 0x90, 0x44], 'an MP3 file'],
    [[...utf8.encode('OggS'), 0], 'an Ogg file'],
    [[...utf8.encode('fLaC'), 0], 'a FLAC file'],
    [[0x1a, 0x45, 0xdf, 0xa3], 'a WebM file'],
    [[...utf8.encode('RIFF'), 1, 2, 3, 4, ...utf8.encode('AVI ')], null],
    [[0, 0, 0, 0], null],
    [[0xff], null],
    [[], null],
  ])('%j is %s', (bytes, kind) => {
    expect(describeFirstBinary(Uint8Array.from(bytes))).toBe(kind);
  });
});
