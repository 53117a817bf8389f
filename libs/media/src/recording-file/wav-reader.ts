import { ByteQueue } from './byte-queue.js';
import type { RecordingPart } from './recording-part.js';
import { convertSamples, FORMAT_BYTES, readWavEncoding, type WavEncoding } from './wav-encoding.js';

const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;
/** A writer that does not know the length yet states this one, or 0. RF64 has it in a chunk of its own. */
const UNKNOWN_SIZE = 0xffff_ffff;
/** Where the size of the data stands in the chunk `ds64` (EBU Tech 3306), a 64-bit number. */
const DS64_DATA_AT = 8;
const DS64_BYTES = 16;

type Step = 'riff' | 'chunk' | 'body' | 'skip' | 'data' | 'over';

/**
 * Reads a RIFF, RF64 or BW64 file piece by piece. Holds one piece and a header at most. A data length of 0 or of 2^32-1 means
 * "until the end". Chunks after the data are ignored.
 */
export class WavReader {
  private readonly queue = new ByteQueue();
  private step: Step = 'riff';
  private chunk = { tag: '', size: 0, isOdd: false };
  /** Bytes that are left of what is skipped, or of the data. */
  private leftBytes = 0;
  private longDataBytes = 0;
  private encoding: WavEncoding | null = null;
  private hasAudio = false;

  receiveBytes(bytes: Uint8Array): readonly RecordingPart[] {
    if (this.step === 'over') return [];
    this.queue.add(bytes);
    const parts: RecordingPart[] = [];
    while (this.readStep(parts));
    return parts;
  }

  /** The file is over. */
  finish(): readonly RecordingPart[] {
    const { step } = this;
    this.step = 'over';
    if (step === 'over') return [];
    if (step !== 'data') return [refused(this.encoding === null ? 'UPLOAD_FORMAT_UNKNOWN' : 'UPLOAD_EMPTY')];
    if (!this.hasAudio) return [refused('UPLOAD_EMPTY')];
    return this.leftBytes < Infinity && this.leftBytes > 0 ? [{ kind: 'problem', code: 'UPLOAD_TRUNCATED' }] : [];
  }

  /** Returns whether there is more to read. */
  private readStep(parts: RecordingPart[]): boolean {
    switch (this.step) {
      case 'riff':
        return this.readRiff();
      case 'chunk':
        return this.readChunk(parts);
      case 'body':
        return this.readBody(parts);
      case 'skip':
        return this.skip();
      case 'data':
        return this.readData(parts);
      case 'over':
        return false;
    }
  }

  private readRiff(): boolean {
    if (this.queue.length < RIFF_BYTES) return false;
    this.queue.take(RIFF_BYTES);
    this.step = 'chunk';
    return true;
  }

  private readChunk(parts: RecordingPart[]): boolean {
    if (this.queue.length < CHUNK_BYTES) return false;
    const head = this.queue.take(CHUNK_BYTES);
    const size = viewOf(head).getUint32(4, true);
    this.chunk = { tag: String.fromCharCode(...head.subarray(0, 4)), size, isOdd: size % 2 === 1 };
    if (this.chunk.tag === 'data') return this.beginData(parts);
    if (this.chunk.tag === 'fmt ' || this.chunk.tag === 'ds64') this.step = 'body';
    else this.beginSkip(size);
    return true;
  }

  /** The chunks that are needed. What is long in them is not. */
  private readBody(parts: RecordingPart[]): boolean {
    const { tag, size } = this.chunk;
    const wanted = Math.min(size, tag === 'ds64' ? DS64_BYTES : FORMAT_BYTES);
    if (this.queue.length < wanted) return false;
    const body = this.queue.take(wanted);
    this.beginSkip(size - wanted);
    if (tag === 'ds64') {
      if (wanted === DS64_BYTES) this.longDataBytes = Number(viewOf(body).getBigUint64(DS64_DATA_AT, true));
      return true;
    }
    this.encoding = readWavEncoding(body);
    if (this.encoding !== null) return true;
    return this.refuse(parts, 'UPLOAD_FORMAT_UNSUPPORTED');
  }

  private beginSkip(bytes: number): void {
    this.leftBytes = bytes + (this.chunk.isOdd ? 1 : 0);
    this.step = 'skip';
  }

  private skip(): boolean {
    this.leftBytes -= this.queue.take(this.leftBytes).length;
    if (this.leftBytes > 0) return false;
    this.step = 'chunk';
    return true;
  }

  private beginData(parts: RecordingPart[]): boolean {
    if (this.encoding === null) return this.refuse(parts, 'UPLOAD_FORMAT_UNSUPPORTED');
    const { size } = this.chunk;
    const declared = size === UNKNOWN_SIZE ? this.longDataBytes : size;
    this.leftBytes = declared === 0 ? Infinity : declared;
    this.step = 'data';
    return true;
  }

  private readData(parts: RecordingPart[]): boolean {
    const { encoding, queue } = this;
    if (encoding === null) return false;
    const frameBytes = encoding.storedBytes * encoding.channelCount;
    const available = Math.min(queue.length, this.leftBytes);
    const stored = queue.take(available - (available % frameBytes));
    this.leftBytes -= stored.length;
    if (stored.length > 0) this.pushAudio(stored, encoding, parts);
    // A length that is no whole number of frames leaves a rest, which is no audio.
    if (this.leftBytes >= frameBytes) return false;
    if (!this.hasAudio) return this.refuse(parts, 'UPLOAD_EMPTY');
    this.step = 'over';
    return false;
  }

  private pushAudio(stored: Uint8Array, encoding: WavEncoding, parts: RecordingPart[]): void {
    const { codec, sampleRateHz, channelCount } = encoding;
    if (!this.hasAudio) parts.push({ kind: 'format', format: { codec, sampleRateHz, channelCount } });
    this.hasAudio = true;
    parts.push({ kind: 'audio', samples: convertSamples(stored, encoding) });
  }

  private refuse(parts: RecordingPart[], code: 'UPLOAD_EMPTY' | 'UPLOAD_FORMAT_UNSUPPORTED'): boolean {
    this.step = 'over';
    parts.push(refused(code));
    return false;
  }
}

const refused = (
  code: Extract<RecordingPart, { kind: 'refused' }>['code'],
): Extract<RecordingPart, { kind: 'refused' }> => ({ kind: 'refused', code });

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
