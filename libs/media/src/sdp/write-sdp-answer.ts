import type { OfferedCodec, OfferedStream, SdpOffer } from './sdp-offer.js';

/** What we answer to one offered stream; null: it is refused. */
export type StreamAnswer = AcceptedStream | null;

export interface AcceptedStream {
  /** Where we receive RTP. */
  readonly port: number;
  readonly rtcpPort: number;
  /** The audio encoding, and the ones that may come beside it: comfort noise and telephone events. */
  readonly codecs: readonly OfferedCodec[];
  /** Whether the stream is recorded now (RFC 7866, section 8.1.2). */
  readonly recording: 'on' | 'off' | 'paused';
  /** Our line for the crypto of the offer that we chose, without `a=crypto:`. It holds a key: it must never be logged. */
  readonly crypto?: string;
}

export interface AnswerOrigin {
  /** The address at which we receive RTP, and which the other side is told. */
  readonly address: string;
  /** The id of our description; it stays the same for the dialog. */
  readonly sessionId: number;
  /** Grows by one with each description that differs from the one before (RFC 3264, section 8). */
  readonly version: number;
}

/** Writes the answer: each stream in the place of its offer, receive-only or refused with port 0. */
export function writeSdpAnswer(offer: SdpOffer, answers: readonly StreamAnswer[], origin: AnswerOrigin): string {
  const family = origin.address.includes(':') ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=earshot ${origin.sessionId} ${origin.version} IN ${family} ${origin.address}`,
    's=-',
    `c=IN ${family} ${origin.address}`,
    't=0 0',
    ...offer.streams.flatMap((stream, index) => writeStream(stream, answers[index] ?? null)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function writeStream(stream: OfferedStream, answer: StreamAnswer): string[] {
  const { kind, protocol, label } = stream;
  const labelLines = label === undefined ? [] : [`a=label:${label}`];
  if (answer === null) return [`m=${kind} 0 ${protocol} ${stream.formats[0]}`, ...labelLines];
  const { port, rtcpPort, codecs, recording, crypto } = answer;
  return [
    `m=${kind} ${port} ${protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    ...codecs.flatMap(writeCodec),
    ...(stream.ptimeMs === undefined ? [] : [`a=ptime:${stream.ptimeMs}`]),
    `a=rtcp:${rtcpPort}`,
    ...(stream.isRtcpMuxed ? ['a=rtcp-mux'] : []),
    ...(crypto === undefined ? [] : [`a=crypto:${crypto}`]),
    ...labelLines,
    stream.direction === 'inactive' ? 'a=inactive' : 'a=recvonly',
    `a=record:${recording}`,
  ];
}

function writeCodec({ payloadType, name, clockRateHz, channels, parameters }: OfferedCodec): string[] {
  const written = name === 'OPUS' || name === 'TELEPHONE-EVENT' ? name.toLowerCase() : name;
  return [
    `a=rtpmap:${payloadType} ${written}/${clockRateHz}${channels > 1 ? `/${channels}` : ''}`,
    ...(parameters === '' ? [] : [`a=fmtp:${payloadType} ${parameters}`]),
  ];
}
