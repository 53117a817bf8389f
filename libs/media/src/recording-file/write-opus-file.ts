import { concatBytes } from '../bytes/concat-bytes.js';
import { oggChecksum, oggFlags } from './ogg-page.js';
import { countOpusSamples } from './opus-packet.js';

export interface OggPageFields {
  readonly sequence: number;
  readonly serial?: number;
  readonly granule?: number;
  readonly flags?: number;
  /** The last packet goes on in the next page. */
  readonly isCut?: boolean;
}

export interface OpusFileFields {
  readonly channelCount?: number;
  /** Samples (48 kHz) before the recording. */
  readonly preSkip?: number;
  /** The rate of what was encoded. */
  readonly sampleRateHz?: number;
  /** The end of the recording (48 kHz), from the beginning of the first packet. */
  readonly endSample?: number;
}

const FIRST = 2;
const PACKETS_PER_PAGE = 50;

/** An Ogg Opus file of these packets (RFC 7845), with one second of 20 ms packets on each page. */
export function writeOpusFile(packets: readonly Uint8Array[], fields: OpusFileFields = {}): Uint8Array {
  const pages = [
    writeOggPage([writeOpusHead(fields.channelCount ?? 1, fields)], { sequence: 0, flags: FIRST }),
    writeOggPage([Uint8Array.from([...encode('OpusTags'), 0, 0, 0, 0, 0, 0, 0, 0])], { sequence: 1 }),
  ];
  let granule = 0;
  for (let at = 0; at === 0 || at < packets.length; at += PACKETS_PER_PAGE) {
    const onPage = packets.slice(at, at + PACKETS_PER_PAGE);
    granule += onPage.reduce((sum, packet) => sum + (countOpusSamples(packet) ?? 0), 0);
    const isLast = at + PACKETS_PER_PAGE >= packets.length;
    const end = isLast ? (fields.endSample ?? granule) : granule;
    pages.push(writeOggPage(onPage, { sequence: pages.length, granule: end, flags: isLast ? oggFlags.last : 0 }));
  }
  return concatBytes(pages);
}

/** The first packet of an Ogg Opus stream (RFC 7845, section 5.1). */
export function writeOpusHead(
  channelCount: number,
  { preSkip = 0, sampleRateHz = 48_000, family = 0 }: OpusFileFields & { readonly family?: number } = {},
): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(encode('OpusHead'));
  view.setUint8(8, 1);
  view.setUint8(9, channelCount);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, sampleRateHz, true);
  view.setUint8(18, family);
  return head;
}

/** A page of an Ogg stream (RFC 3533, section 6). The packets must fit into 255 segments. */
export function writeOggPage(packets: readonly Uint8Array[], fields: OggPageFields): Uint8Array {
  const { sequence, serial = 1, granule = 0, flags = 0, isCut = false } = fields;
  const lacing = packets.flatMap(({ length }, index) => {
    const full = Array.from({ length: Math.floor(length / 255) }, () => 255);
    return isCut && index === packets.length - 1 ? full : [...full, length % 255];
  });
  const head = new Uint8Array(27);
  const view = new DataView(head.buffer);
  head.set(encode('OggS'));
  view.setUint8(5, flags);
  view.setBigInt64(6, BigInt(granule), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, lacing.length);
  const page = concatBytes([head, Uint8Array.from(lacing), ...packets]);
  new DataView(page.buffer).setUint32(22, oggChecksum(page), true);
  return page;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
