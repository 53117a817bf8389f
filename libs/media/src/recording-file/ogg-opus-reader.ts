import { ByteQueue } from './byte-queue.js';
import { concatBytes } from '../bytes/concat-bytes.js';
import { countOpusSamples } from './opus-packet.js';
import { isOggPageWhole, oggFlags, takeOggPage, type OggPage } from './ogg-page.js';
import { readOpusHead } from './opus-head.js';
import type { UploadErrorCode } from './upload-errors.js';

/** What an Ogg Opus file consists of. */
export type OpusPart =
  | { readonly kind: 'head'; readonly channelCount: number; readonly sampleRateHz: number }
  /** Of the `samples` of the packet (48 kHz), those from `from` to `to` belong to the recording. */
  | {
      readonly kind: 'packet';
      readonly packet: Uint8Array;
      readonly samples: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'problem'; readonly code: UploadErrorCode }
  | { readonly kind: 'refused'; readonly code: UploadErrorCode };

/** A longer packet is no Opus packet of two channels (RFC 7845, section 6). Comments may be longer: nobody reads them. */
const LONGEST_PACKET_BYTES = 61_440;
const FIRST_AUDIO_PACKET = 2;

/**
 * Reads an Ogg Opus file (RFC 3533, RFC 7845) piece by piece: one or two channels, the first stream of the file. Holds one page and one
 * packet at most. Damaged pages are left out.
 */
export class OggOpusReader {
  private readonly queue = new ByteQueue();
  private serial: number | null = null;
  private packetCount = 0;
  /** The beginning of a packet that goes on in the next page. */
  private begun: Uint8Array[] = [];
  private begunBytes = 0;
  private isSkipping = false;
  /** Samples before the recording (48 kHz). */
  private preSkip = 0;
  /** End of the packets so far (48 kHz), as the file counts. */
  private position = 0;
  private isOver = false;

  receiveBytes(bytes: Uint8Array): readonly OpusPart[] {
    if (this.isOver) return [];
    this.queue.add(bytes);
    const parts: OpusPart[] = [];
    for (let page = this.nextPage(parts); page !== null; page = this.nextPage(parts)) this.receivePage(page, parts);
    return parts;
  }

  /** The file is over. */
  finish(): readonly OpusPart[] {
    if (this.isOver) return [];
    this.isOver = true;
    const code = this.position === 0 ? 'UPLOAD_EMPTY' : 'UPLOAD_TRUNCATED';
    return [{ kind: this.position === 0 ? 'refused' : 'problem', code }];
  }

  /** The next whole page. Null: more bytes are needed. */
  private nextPage(parts: OpusPart[]): OggPage | null {
    const { queue } = this;
    while (!this.isOver && isOggPageWhole(queue)) {
      const page = takeOggPage(queue);
      if (page !== null) return page;
      this.abandonPacket();
      if (!this.isSkipping) parts.push({ kind: 'problem', code: 'UPLOAD_DAMAGED' });
      this.isSkipping = true;
    }
    return null;
  }

  private receivePage(page: OggPage, parts: OpusPart[]): void {
    this.isSkipping = false;
    this.serial ??= page.serial;
    if (page.serial !== this.serial || this.isOver) return;
    if ((page.flags & oggFlags.continued) === 0) this.abandonPacket();
    const isLast = (page.flags & oggFlags.last) !== 0;
    for (const { bytes, isWhole } of page.pieces) {
      this.addToPacket(bytes);
      if (isWhole) this.endPacket(isLast ? page.granule : Infinity, parts);
      if (this.isOver) return;
    }
    if (!isLast) return;
    this.isOver = true;
    if (this.position === 0) parts.push({ kind: 'refused', code: 'UPLOAD_EMPTY' });
  }

  private addToPacket(bytes: Uint8Array): void {
    this.begunBytes += bytes.length;
    if (this.begunBytes <= LONGEST_PACKET_BYTES) this.begun.push(bytes);
  }

  private abandonPacket(): void {
    this.begun = [];
    this.begunBytes = 0;
  }

  /** `endSample`: the last page says where the recording ends. */
  private endPacket(endSample: number, parts: OpusPart[]): void {
    const packet = this.begunBytes <= LONGEST_PACKET_BYTES ? concatBytes(this.begun) : new Uint8Array(0);
    this.abandonPacket();
    this.packetCount += 1;
    if (this.packetCount === 1) return this.readHead(packet, parts);
    if (this.packetCount <= FIRST_AUDIO_PACKET) return;
    const samples = countOpusSamples(packet);
    if (samples === null) return void parts.push({ kind: 'problem', code: 'UPLOAD_DAMAGED' });
    const from = Math.min(samples, Math.max(0, this.preSkip - this.position));
    const to = Math.min(samples, Math.max(from, endSample - this.position));
    this.position += samples;
    parts.push({ kind: 'packet', packet, samples, from, to });
  }

  private readHead(packet: Uint8Array, parts: OpusPart[]): void {
    const head = readOpusHead(packet);
    if (head === null) {
      this.isOver = true;
      return void parts.push({ kind: 'refused', code: 'UPLOAD_FORMAT_UNSUPPORTED' });
    }
    const { preSkip, ...format } = head;
    this.preSkip = preSkip;
    parts.push({ kind: 'head', ...format });
  }
}
