import { err, ok, type Result } from '@earshot/contracts';
import { EbmlReader, type EbmlEvent } from './ebml-reader.js';
import { readUnsigned } from './element-header.js';
import type { KvsErrorCode } from './kvs-errors.js';
import { ids } from './matroska-elements.js';

/** What `GetMedia` of Kinesis Video Streams returns, in order. */
export type FragmentPart =
  /** `producerAtMs`, `serverAtMs`: wall clocks of the beginning of the fragment, where they are known. */
  | {
      readonly kind: 'fragment-started';
      /** Absent in media without the tags of `GetMedia`. */
      readonly number?: string;
      readonly producerAtMs?: number;
      readonly serverAtMs?: number;
    }
  | { readonly kind: 'tag'; readonly name: string; readonly value: string }
  /** `offsetMs`: since the beginning of the fragment. `trackName`: as the Tracks element names it, else the track's number. */
  | {
      readonly kind: 'audio';
      readonly trackName: string;
      readonly offsetMs: number;
      readonly samples: Uint8Array;
    }
  | { readonly kind: 'fragment-ended' };

const numberTag = 'AWS_KINESISVIDEO_FRAGMENT_NUMBER';
const producerTag = 'AWS_KINESISVIDEO_PRODUCER_TIMESTAMP';
const serverTag = 'AWS_KINESISVIDEO_SERVER_TIMESTAMP';
/** Comes in place of the media when Kinesis Video Streams cannot go on. */
const errorTag = 'AWS_KINESISVIDEO_EXCEPTION_ERROR_CODE';

const NANOSECONDS_PER_MS = 1_000_000;
const BLOCK_HEADER_BYTES = 3;
const LACING_FLAGS = 0x06;
const MAX_TRACKS = 16;
const MAX_TAGS = 64;

const decoder = new TextDecoder('utf-8');

interface TrackNames {
  number: number;
  name: string;
}

/** Reads the media of one `GetMedia` session. Each error ends the session; the fragments before it were read. */
export class FragmentReader {
  private readonly ebml = new EbmlReader();
  private failure: KvsErrorCode | null = null;
  private readonly tracks = new Map<number, string>();
  private entry: TrackNames = { number: 0, name: '' };
  private tag = { name: '', value: '' };
  /** The tags since the last fragment. */
  private tags = new Map<string, string>();
  private timecodeScaleMs = 1;
  private isInFragment = false;

  receiveBytes(bytes: Uint8Array): Result<readonly FragmentPart[], KvsErrorCode> {
    if (this.failure !== null) return err(this.failure);
    const read = this.ebml.receiveBytes(bytes);
    if (!read.ok) return read;
    const parts: FragmentPart[] = [];
    for (const event of read.value) {
      const failure = this.receiveEvent(event, parts);
      if (failure === null) continue;
      this.failure = failure;
      return parts.length > 0 ? ok(parts) : err(failure);
    }
    return ok(parts);
  }

  private receiveEvent(event: EbmlEvent, parts: FragmentPart[]): KvsErrorCode | null {
    if (event.kind === 'leaf') return this.receiveLeaf(event.id, event.bytes, parts);
    if (event.kind === 'open') this.open(event.id, parts);
    else return this.close(event.id, parts);
    return null;
  }

  private open(id: number, parts: FragmentPart[]): void {
    if (id === ids.segment) this.timecodeScaleMs = 1;
    if (id === ids.tracks) this.tracks.clear();
    if (id === ids.trackEntry) this.entry = { number: 0, name: '' };
    if (id === ids.simpleTag) this.tag = { name: '', value: '' };
    if (id !== ids.cluster) return;
    this.isInFragment = true;
    parts.push(this.describeFragment());
    this.tags = new Map();
  }

  private close(id: number, parts: FragmentPart[]): KvsErrorCode | null {
    if (id === ids.trackEntry && this.tracks.size < MAX_TRACKS) {
      const { number, name } = this.entry;
      this.tracks.set(number, name === '' ? String(number) : name);
    }
    if (id === ids.cluster && this.isInFragment) {
      this.isInFragment = false;
      parts.push({ kind: 'fragment-ended' });
    }
    return id === ids.simpleTag ? this.closeTag(parts) : null;
  }

  private closeTag(parts: FragmentPart[]): KvsErrorCode | null {
    const { name, value } = this.tag;
    if (name === errorTag) return 'KVS_READ_FAILED';
    if (this.tags.size < MAX_TAGS) this.tags.set(name, value);
    parts.push({ kind: 'tag', name, value });
    return null;
  }

  private describeFragment(): FragmentPart {
    const number = this.tags.get(numberTag);
    const producerAtMs = readSeconds(this.tags.get(producerTag));
    const serverAtMs = readSeconds(this.tags.get(serverTag));
    return {
      kind: 'fragment-started',
      ...(number !== undefined && isFragmentNumber(number) && { number }),
      ...(producerAtMs !== undefined && { producerAtMs }),
      ...(serverAtMs !== undefined && { serverAtMs }),
    };
  }

  private receiveLeaf(id: number, bytes: Uint8Array, parts: FragmentPart[]): KvsErrorCode | null {
    switch (id) {
      case ids.simpleBlock:
      case ids.block:
        return this.receiveBlock(bytes, parts);
      case ids.timecodeScale:
        this.timecodeScaleMs = readUnsigned(bytes) / NANOSECONDS_PER_MS;
        return null;
      case ids.trackNumber:
        this.entry.number = readUnsigned(bytes);
        return null;
      case ids.trackName:
        this.entry.name = readText(bytes);
        return null;
      case ids.tagName:
        this.tag.name = readText(bytes);
        return null;
      case ids.tagString:
        this.tag.value = readText(bytes);
        return null;
      default:
        return null;
    }
  }

  /** The number of the track, the time in the cluster (signed), flags, then the samples (RFC 9559, section 10). */
  private receiveBlock(bytes: Uint8Array, parts: FragmentPart[]): KvsErrorCode | null {
    const first = bytes[0] ?? 0;
    // Longer numbers stand for tracks from 128 on.
    const headerBytes = 1 + BLOCK_HEADER_BYTES;
    if (first < 0x80 || bytes.length < headerBytes) return 'KVS_MEDIA_MALFORMED';
    const number = first & 0x7f;
    if (((bytes[3] as number) & LACING_FLAGS) !== 0) return 'KVS_LACING_REFUSED';
    const timecode = (((bytes[1] as number) << 24) >> 16) | (bytes[2] as number);
    parts.push({
      kind: 'audio',
      trackName: this.tracks.get(number) ?? String(number),
      offsetMs: timecode * this.timecodeScaleMs,
      samples: bytes.subarray(headerBytes),
    });
    return null;
  }
}

const readText = (bytes: Uint8Array): string => decoder.decode(bytes).replace(/\0+$/, '');

/** The year 3000. Samples since the Unix epoch are whole numbers until then. */
const LATEST_SECONDS = 32_503_680_000;

/** Wall clocks are seconds with a fraction. */
function readSeconds(text: string | undefined): number | undefined {
  const seconds = Number(text ?? NaN);
  return seconds > 0 && seconds < LATEST_SECONDS ? seconds * 1_000 : undefined;
}

const isFragmentNumber = (text: string): boolean => /^\d{1,128}$/.test(text);

/** Fragment numbers grow within a stream, and are larger than a `number` holds. Negative: `one` came first. */
export function compareFragmentNumbers(one: string, other: string): number {
  const difference = BigInt(one) - BigInt(other);
  return difference < 0n ? -1 : Number(difference > 0n);
}
