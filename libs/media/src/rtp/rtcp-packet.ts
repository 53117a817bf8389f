import type { ReceptionReport } from './reception-statistics.js';
import { readUint16, readUint32 } from './rtp-packet.js';

/** One part of an RTCP datagram (RFC 3550, section 6.4), as far as a receiver needs it. */
export type RtcpPart =
  /** `ntpMs`: the sender's wall clock in ms since 1900, at the moment of `rtpTimestamp`. `middleNtp`: the 32 bits in its middle. */
  | {
      readonly kind: 'sender-report';
      readonly ssrc: number;
      readonly ntpMs: number;
      readonly middleNtp: number;
      readonly rtpTimestamp: number;
    }
  | { readonly kind: 'bye'; readonly ssrcs: readonly number[] };

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const BYE = 203;
const SENDER_REPORT_BYTES = 28;
const CNAME = 1;

/** Whether a datagram that came at the port of RTP is RTCP: the types of the two do not meet (RFC 5761, section 4). */
export const isRtcpPacket = (bytes: Uint8Array): boolean => isRtcpType(bytes[1] ?? 0);

/** Reads the sender reports and goodbyes of a datagram, and skips its other parts. Null: no RTCP, or lengths that do not fit. */
export function readRtcpPacket(bytes: Uint8Array): readonly RtcpPart[] | null {
  const parts: RtcpPart[] = [];
  let start = 0;
  while (start < bytes.length) {
    if (start + 4 > bytes.length || (bytes[start] as number) >> 6 !== 2) return null;
    const end = start + 4 + 4 * readUint16(bytes, start + 2);
    if (end > bytes.length) return null;
    const part = readPart(bytes.subarray(start, end));
    if (part === null) return null;
    if (part !== 'OTHER') parts.push(part);
    start = end;
  }
  return start === 0 ? null : parts;
}

function readPart(bytes: Uint8Array): RtcpPart | 'OTHER' | null {
  const count = (bytes[0] as number) & 0x1f;
  const type = bytes[1] as number;
  if (type === SENDER_REPORT) return readSenderReport(bytes);
  if (type === BYE) return readBye(bytes, count);
  return isRtcpType(type) ? 'OTHER' : null;
}

/** RFC 5761, section 4. */
const isRtcpType = (type: number): boolean => type >= 192 && type <= 223;

function readSenderReport(bytes: Uint8Array): RtcpPart | null {
  if (bytes.length < SENDER_REPORT_BYTES) return null;
  const seconds = readUint32(bytes, 8);
  const fraction = readUint32(bytes, 12);
  return {
    kind: 'sender-report',
    ssrc: readUint32(bytes, 4),
    ntpMs: seconds * 1_000 + (fraction * 1_000) / 0x1_0000_0000,
    middleNtp: ((seconds & 0xffff) * 0x1_0000 + (fraction >>> 16)) >>> 0,
    rtpTimestamp: readUint32(bytes, 16),
  };
}

function readBye(bytes: Uint8Array, count: number): RtcpPart | null {
  if (bytes.length < 4 + 4 * count) return null;
  return { kind: 'bye', ssrcs: Array.from({ length: count }, (_, at) => readUint32(bytes, 4 + 4 * at)) };
}

/**
 * A receiver report with the name of its sender, which every RTCP datagram must bear (RFC 3550, section 6.1).
 *
 * @param ssrc of the receiver
 * @param name CNAME of at most 255 ASCII letters
 * @param report null: nothing was received yet
 */
export function writeReceiverReport(ssrc: number, name: string, report: ReceptionReport | null): Uint8Array {
  const reportBytes = report === null ? 8 : 32;
  const nameBytes = 8 + 4 * Math.ceil((2 + name.length + 1) / 4);
  const bytes = new Uint8Array(reportBytes + nameBytes);
  const view = new DataView(bytes.buffer);
  writeHeader(view, 0, { type: RECEIVER_REPORT, count: report === null ? 0 : 1, length: reportBytes });
  view.setUint32(4, ssrc);
  if (report !== null) writeReportBlock(view, 8, report);
  writeHeader(view, reportBytes, { type: SOURCE_DESCRIPTION, count: 1, length: nameBytes });
  view.setUint32(reportBytes + 4, ssrc);
  view.setUint8(reportBytes + 8, CNAME);
  view.setUint8(reportBytes + 9, name.length);
  for (let at = 0; at < name.length; at++) view.setUint8(reportBytes + 10 + at, name.charCodeAt(at));
  return bytes;
}

function writeReportBlock(view: DataView, at: number, report: ReceptionReport): void {
  view.setUint32(at, report.ssrc);
  view.setUint32(at + 4, report.packetsLost & 0xff_ffff);
  view.setUint8(at + 4, report.fractionLost);
  view.setUint32(at + 8, report.highestSequence);
  view.setUint32(at + 12, report.jitterTicks);
  view.setUint32(at + 16, report.lastSenderReport);
  view.setUint32(at + 20, report.delaySinceSenderReport);
}

/** A sender report without report blocks. `ntpMs`: ms since 1900. */
export function writeSenderReport(ssrc: number, ntpMs: number, rtpTimestamp: number): Uint8Array {
  const bytes = new Uint8Array(SENDER_REPORT_BYTES);
  const view = new DataView(bytes.buffer);
  writeHeader(view, 0, { type: SENDER_REPORT, count: 0, length: SENDER_REPORT_BYTES });
  view.setUint32(4, ssrc);
  view.setUint32(8, Math.floor(ntpMs / 1_000));
  view.setUint32(12, Math.floor(((ntpMs % 1_000) * 0x1_0000_0000) / 1_000));
  view.setUint32(16, rtpTimestamp);
  return bytes;
}

/** The goodbye of one source. */
export function writeBye(ssrc: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  writeHeader(view, 0, { type: BYE, count: 1, length: bytes.length });
  view.setUint32(4, ssrc);
  return bytes;
}

function writeHeader(view: DataView, at: number, part: { type: number; count: number; length: number }): void {
  view.setUint8(at, 0x80 | part.count);
  view.setUint8(at + 1, part.type);
  view.setUint16(at + 2, part.length / 4 - 1);
}
