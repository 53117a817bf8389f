import { describe, expect, it } from '@jest/globals';
import { readNameAddress } from './sip-headers.js';
import { MAX_SIP_HEAD_BYTES, readSipMessage } from './read-sip-message.js';
import { SipFramer } from './sip-framer.js';
import { writeSipRequest, writeSipResponse } from './write-sip-message.js';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const message = (lines: readonly string[], body = '') => encode(`${lines.join('\r\n')}\r\n\r\n${body}`);
const options = [
  'OPTIONS sip:srs@192.0.2.9 SIP/2.0',
  'Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bK1;rport, SIP/2.0/TCP old.example',
  'f: "Doe, \\"J\\" <x>" <sip:src@10.1.1.1;transport=udp>;tag=a1',
  'To: <sip:srs@192.0.2.9>',
  'i: c1@10.1.1.1',
  'CSeq: 7 OPTIONS',
];

function readRequest(bytes: Uint8Array) {
  const read = readSipMessage(bytes);
  if (!read.ok || read.value.kind !== 'request') throw new Error('expected a request');
  return read.value;
}

describe('readSipMessage', () => {
  it('reads compact names, folded lines and quoted names', () => {
    const request = readRequest(message([...options, 'k: timer,', '\t100rel', 'Content-Length: 0']));
    expect(request.method).toBe('OPTIONS');
    expect(request.from).toEqual({
      name: 'Doe, "J" <x>',
      uri: 'sip:src@10.1.1.1;transport=udp',
      params: expect.objectContaining({ tag: 'a1' }),
    });
    expect(request.callId).toBe('c1@10.1.1.1');
    expect(request.cseq).toEqual({ number: 7, method: 'OPTIONS' });
    expect(request.headers.listTokens('supported')).toEqual(['timer', '100rel']);
    expect(request.via).toEqual({
      transport: 'UDP',
      host: '10.1.1.1',
      port: 5070,
      branch: 'z9hG4bK1',
      wantsRport: true,
    });
  });

  it('cuts the body by Content-Length, and takes the rest of a datagram without one', () => {
    expect(decode(readRequest(message([...options, 'l: 3'], 'abcde')).body)).toBe('abc');
    expect(decode(readRequest(message(options, 'abcde')).body)).toBe('abcde');
  });

  it.each([
    ['no empty line at the end', encode(options.join('\r\n'))],
    ['a body that is shorter than it says', message([...options, 'l: 9'], 'abc')],
    ['a length that is no number', message([...options, 'Content-Length: -1'])],
    ['another method in CSeq', message([...options.slice(0, 5), 'CSeq: 7 INVITE'])],
    ['a CSeq out of range', message([...options.slice(0, 5), 'CSeq: 4294967296 OPTIONS'])],
    ['no Call-ID', message(options.filter((line) => !line.startsWith('i:')))],
    ['a Via whose branch leaves a bracket open', message(options.map((line) => line.replace('z9hG4bK1', 'z9<1')))],
    ['a Via with a bracket for a host', message(options.map((line) => line.replace('/UDP 10.1.1.1', '/UDP 10<')))],
    ['no Via', message(options.filter((line) => !line.startsWith('Via')))],
    ['another protocol', message(['GET / HTTP/1.1', ...options.slice(1)])],
    ['a header without a name', message([...options, ': x'])],
    ['an address without its closing bracket', message([...options.slice(0, 3), 'To: <sip:x', ...options.slice(4)])],
  ])('refuses %s', (_, bytes) => {
    expect(readSipMessage(bytes)).toEqual({ ok: false, error: 'SIP_MALFORMED' });
  });

  it('refuses a head that is too large', () => {
    expect(readSipMessage(message([...options, `X: ${'x'.repeat(MAX_SIP_HEAD_BYTES)}`]))).toEqual({
      ok: false,
      error: 'SIP_TOO_LARGE',
    });
  });

  it('reads an address without brackets, whose parameters belong to the header', () => {
    expect(readNameAddress('sip:a@b;tag=7')).toEqual({ uri: 'sip:a@b', params: expect.objectContaining({ tag: '7' }) });
  });

  it('never throws, whatever the bytes are', () => {
    const whole = message([...options, 'l: 3'], 'abc');
    let random = 12_345;
    const next = (below: number) => (random = (random * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let round = 0; round < 2_000; round += 1) {
      const bytes = whole.slice(0, 1 + next(whole.length));
      for (let change = 0; change < 4; change += 1) bytes[next(bytes.length)] = next(256);
      expect(typeof readSipMessage(bytes).ok).toBe('boolean');
    }
  });
});

describe('writeSipResponse', () => {
  it('copies what belongs to the request, and says where the request came from', () => {
    const request = readRequest(message([...options, 'Record-Route: <sip:proxy;lr>']));
    const response = writeSipResponse(
      request,
      { address: '203.0.113.5', port: 40_000 },
      {
        statusCode: 200,
        reason: 'OK',
        toTag: 'ours',
        headers: [['Allow', 'INVITE']],
        body: { contentType: 'application/sdp', text: 'ü' },
      },
    );
    const [head = '', body] = decode(response).split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bK1;rport=40000;received=203.0.113.5, SIP/2.0/TCP old.example',
      'From: "Doe, \\"J\\" <x>" <sip:src@10.1.1.1;transport=udp>;tag=a1',
      'Call-ID: c1@10.1.1.1',
      'CSeq: 7 OPTIONS',
      'To: <sip:srs@192.0.2.9>;tag=ours',
      'Record-Route: <sip:proxy;lr>',
      'Allow: INVITE',
      'Content-Type: application/sdp',
      'Content-Length: 2',
    ]);
    expect(body).toBe('ü');
  });

  it('says at the first Via how the peer is seen, though the list begins with nothing', () => {
    const withEmptyVia = options.map((line) => line.replace('Via: ', 'Via: , '));
    const peer = { address: '203.0.113.5', port: 40_000 };
    const response = writeSipResponse(readRequest(message(withEmptyVia)), peer, { statusCode: 481, reason: 'x' });
    expect(readSipMessage(response)).toMatchObject({ ok: true, value: { via: { branch: 'z9hG4bK1' } } });
  });

  it('is read back as the response that it is', () => {
    const response = writeSipResponse(
      readRequest(message(options)),
      { address: '10.1.1.1', port: 5070 },
      { statusCode: 481, reason: 'x', toTag: 't' },
    );
    expect(readSipMessage(response)).toMatchObject({
      ok: true,
      value: { kind: 'response', statusCode: 481, to: { params: { tag: 't' } } },
    });
  });
});

describe('SipFramer', () => {
  const bytes = message([...options, 'Content-Length: 4'], 'body');
  const two = new Uint8Array([...bytes, ...encode('\r\n\r\n'), ...bytes]);

  it('cuts a stream into messages, whatever its pieces are, and hears pings between them', () => {
    for (const pieceBytes of [5, 64, two.length]) {
      const framer = new SipFramer();
      const frames = [];
      for (let at = 0; at < two.length; at += pieceBytes) {
        const read = framer.receiveBytes(two.subarray(at, at + pieceBytes));
        if (read.ok) frames.push(...read.value);
      }
      const messages = frames.flatMap((frame) => (frame.kind === 'message' ? [decode(frame.bytes)] : []));
      expect(messages).toEqual([decode(bytes), decode(bytes)]);
    }
    expect(new SipFramer().receiveBytes(encode('\r\n\r\n'))).toEqual({ ok: true, value: [{ kind: 'ping' }] });
  });

  it('refuses a message without a length, and one that is too large', () => {
    expect(new SipFramer().receiveBytes(message(options))).toEqual({ ok: false, error: 'SIP_MALFORMED' });
    expect(new SipFramer().receiveBytes(message([...options, 'l: 99999999']))).toEqual({
      ok: false,
      error: 'SIP_TOO_LARGE',
    });
    expect(new SipFramer().receiveBytes(new Uint8Array(MAX_SIP_HEAD_BYTES).fill(65))).toEqual({
      ok: false,
      error: 'SIP_TOO_LARGE',
    });
  });
});

describe('writeSipRequest', () => {
  it('writes a request that is read back', () => {
    const bye = writeSipRequest({
      method: 'BYE',
      uri: 'sip:src@10.1.1.1',
      headers: [
        ['Via', 'SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx'],
        ['From', '<sip:srs@192.0.2.9>;tag=ours'],
        ['To', '<sip:src@10.1.1.1>;tag=a1'],
        ['Call-ID', 'c1'],
        ['CSeq', '1 BYE'],
      ],
    });
    expect(readRequest(bye)).toMatchObject({ method: 'BYE', callId: 'c1', from: { params: { tag: 'ours' } } });
  });
});
