import { describe, expect, it } from '@jest/globals';
import { readSdpOffer } from './sdp-offer.js';
import { writeSdpAnswer } from './write-sdp-answer.js';

const offerText = `v=0
o=src 1 1 IN IP4 198.51.100.1
s=-
c=IN IP4 198.51.100.1
t=0 0
a=sendonly
m=audio 12240 RTP/SAVP 0 4 98 101
a=rtpmap:98 opus/48000/2
a=fmtp:98 useinbandfec=1
a=rtpmap:101 telephone-event/8000
a=ptime:20
a=label:96
a=record:on
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^20|1:32
a=unknown:x
m=video 0 RTP/AVP 97
m=audio 22456 RTP/AVP 8
c=IN IP6 2001:db8::1
a=label:97
a=rtcp:53020
a=rtcp-mux
a=recordpref:pause
a=inactive
`.replaceAll('\n', '\r\n');

function readOffer() {
  const read = readSdpOffer(offerText);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

describe('readSdpOffer', () => {
  it('reads streams with their codecs, labels, keys and directions', () => {
    const [first, video, second] = readOffer().streams;
    expect(first).toMatchObject({
      isAudio: true,
      protocol: 'RTP/SAVP',
      label: '96',
      address: '198.51.100.1',
      port: 12_240,
      rtcpPort: 12_241,
      ptimeMs: 20,
      direction: 'sendonly',
      isPaused: false,
      cryptos: ['1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^20|1:32'],
    });
    expect(first?.codecs.map(({ payloadType, name, channels }) => [payloadType, name, channels])).toEqual([
      [0, 'PCMU', 1],
      [98, 'OPUS', 2],
      [101, 'TELEPHONE-EVENT', 1],
    ]);
    expect(video).toMatchObject({ isAudio: false, port: 0 });
    expect(second).toMatchObject({
      address: '2001:db8::1',
      rtcpPort: 53_020,
      isRtcpMuxed: true,
      direction: 'inactive',
    });
  });

  it.each([
    ['not a description', 'hello', 'SDP_MALFORMED'],
    ['no stream', 'v=0\r\ns=-\r\n', 'SDP_MALFORMED'],
    ['a stream without a port', 'v=0\r\nm=audio x RTP/AVP 0\r\n', 'SDP_MALFORMED'],
    ['a port out of range', 'v=0\r\nm=audio 65536 RTP/AVP 0\r\n', 'SDP_MALFORMED'],
    ['too many streams', `v=0\r\n${'m=audio 4 RTP/AVP 0\r\n'.repeat(65)}`, 'SDP_TOO_LARGE'],
    ['too many lines', `v=0\r\n${'a=x\r\n'.repeat(2_048)}`, 'SDP_TOO_LARGE'],
  ])('refuses %s', (_, text, error) => {
    expect(readSdpOffer(text)).toEqual({ ok: false, error });
  });
});

describe('writeSdpAnswer', () => {
  it('answers each stream in its place, receive-only or with port 0', () => {
    const offer = readOffer();
    const [first, , second] = offer.streams;
    const accepted = { port: 40_000, rtcpPort: 40_001, recording: 'on' as const };
    const text = writeSdpAnswer(
      offer,
      [
        { ...accepted, codecs: first?.codecs.slice(1) ?? [], crypto: '1 AES_CM_128_HMAC_SHA1_80 inline:OURS' },
        null,
        { ...accepted, codecs: second?.codecs ?? [], recording: 'paused' },
      ],
      { address: '192.0.2.9', sessionId: 5, version: 2 },
    );
    expect(text.split('\r\n')).toEqual([
      'v=0',
      'o=earshot 5 2 IN IP4 192.0.2.9',
      's=-',
      'c=IN IP4 192.0.2.9',
      't=0 0',
      'm=audio 40000 RTP/SAVP 98 101',
      'a=rtpmap:98 opus/48000/2',
      'a=fmtp:98 useinbandfec=1',
      'a=rtpmap:101 telephone-event/8000',
      'a=ptime:20',
      'a=rtcp:40001',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:OURS',
      'a=label:96',
      'a=recvonly',
      'a=record:on',
      'm=video 0 RTP/AVP 97',
      'm=audio 40000 RTP/AVP 8',
      'a=rtpmap:8 PCMA/8000',
      'a=rtcp:40001',
      'a=rtcp-mux',
      'a=label:97',
      'a=inactive',
      'a=record:paused',
      '',
    ]);
    expect(readSdpOffer(text).ok).toBe(true);
  });
});
