import { err, ok, type Result } from '@earshot/contracts';
import {
  findAttribute,
  findAttributes,
  readSdp,
  type SdpAttribute,
  type SdpErrorCode,
  type SdpMedia,
} from './read-sdp.js';

/** One encoding that a stream is offered in. */
export interface OfferedCodec {
  readonly payloadType: number;
  /** In capitals, such as PCMU, G722, OPUS or TELEPHONE-EVENT. */
  readonly name: string;
  /** The RTP clock. For G.722 it is 8,000 although the audio has 16,000 samples a second (RFC 3551, section 4.5.2). */
  readonly clockRateHz: number;
  readonly channels: number;
  readonly parameters: string;
}

export type StreamDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One `m=` section of an offer, in the order of the offer. */
export interface OfferedStream {
  readonly isAudio: boolean;
  /** As written, for the answer. */
  readonly kind: string;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** The name of the stream in the metadata (RFC 4574). */
  readonly label?: string;
  /** Where the other side expects RTP and RTCP. Port 0: the stream is switched off. */
  readonly address: string;
  readonly port: number;
  readonly rtcpPort: number;
  readonly isRtcpMuxed: boolean;
  readonly codecs: readonly OfferedCodec[];
  readonly ptimeMs?: number;
  readonly direction: StreamDirection;
  /** The other side asks not to record this stream now (`a=record`, `a=recordpref`; RFC 7866, section 7.1). */
  readonly isPaused: boolean;
  /** What stands behind each `a=crypto:` (RFC 4568). It holds keys: it must never be logged. */
  readonly cryptos: readonly string[];
}

export interface SdpOffer {
  readonly streams: readonly OfferedStream[];
}

/** RFC 3551, table 4: payload types that need no `a=rtpmap`. */
const STATIC_TYPES: Readonly<Record<string, string>> = {
  '0': 'PCMU/8000',
  '8': 'PCMA/8000',
  '9': 'G722/8000',
  '10': 'L16/44100/2',
  '11': 'L16/44100',
  '13': 'CN/8000',
  '18': 'G729/8000',
};
const DIRECTIONS: readonly StreamDirection[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
const PAUSES = ['off', 'pause', 'paused'];
const RTPMAP = /^(\d{1,3})\s+([\w.-]{1,64})\/(\d{1,6})(?:\/(\d{1,2}))?$/;
const FMTP = /^(\d{1,3})\s+(.*)$/;

/** Reads an offer (RFC 3264). */
export function readSdpOffer(text: string): Result<SdpOffer, SdpErrorCode> {
  const read = readSdp(text);
  if (!read.ok) return read;
  if (read.value.media.length === 0) return err('SDP_MALFORMED');
  const { attributes, media } = read.value;
  return ok({ streams: media.map((section) => readStream(section, attributes)) });
}

function readStream(section: SdpMedia, sessionAttributes: readonly SdpAttribute[]): OfferedStream {
  const { kind, port, protocol, formats, address, attributes } = section;
  const label = findAttribute(attributes, 'label');
  const ptimeMs = Number(findAttribute(attributes, 'ptime'));
  return {
    isAudio: kind === 'audio',
    kind,
    protocol: protocol.toUpperCase(),
    formats,
    ...(label !== undefined && { label }),
    address,
    port,
    rtcpPort: readRtcpPort(findAttribute(attributes, 'rtcp'), port),
    isRtcpMuxed: findAttribute(attributes, 'rtcp-mux') !== undefined,
    codecs: readCodecs(section),
    ...(ptimeMs > 0 && { ptimeMs }),
    direction: findDirection(attributes) ?? findDirection(sessionAttributes) ?? 'sendrecv',
    isPaused: ['record', 'recordpref'].some((name) => PAUSES.includes(findAttribute(attributes, name) ?? '')),
    cryptos: findAttributes(attributes, 'crypto'),
  };
}

/** RFC 3605; without the attribute, RTCP has the port after RTP. */
function readRtcpPort(value: string | undefined, rtpPort: number): number {
  const port = Number(/^\d{1,5}/.exec(value ?? '')?.[0]);
  return port > 0 && port <= 65_535 ? port : rtpPort + 1;
}

function readCodecs({ formats, attributes }: SdpMedia): OfferedCodec[] {
  const mapped = new Map(findAttributes(attributes, 'rtpmap').map((value) => [/^\d*/.exec(value)?.[0] ?? '', value]));
  const parameters = new Map(
    findAttributes(attributes, 'fmtp').map((value) => [FMTP.exec(value)?.[1], FMTP.exec(value)?.[2] ?? '']),
  );
  return formats.flatMap((format) => {
    const line = mapped.get(format) ?? (format in STATIC_TYPES ? `${format} ${STATIC_TYPES[format]}` : '');
    const [, payloadType, name = '', clockRateHz, channels = '1'] = RTPMAP.exec(line) ?? [];
    if (payloadType === undefined || Number(payloadType) > 127) return [];
    return {
      payloadType: Number(payloadType),
      name: name.toUpperCase(),
      clockRateHz: Number(clockRateHz),
      channels: Number(channels),
      parameters: parameters.get(format) ?? '',
    };
  });
}

const findDirection = (attributes: readonly SdpAttribute[]): StreamDirection | undefined =>
  DIRECTIONS.find((direction) => attributes.some(({ name }) => name === direction));
