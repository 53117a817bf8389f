import { isSampleRate, MAX_TRACKS } from '@earshot/contracts';
import {
  OPUS_CLOCK_HZ,
  OggOpusReader,
  readFlacLength,
  sniffRecording,
  SNIFFED_BYTES,
  WavReader,
  type OpusPart,
  type RecordedFormat,
  type RecordingPart,
} from '@earshot/media/recording-file';
import type { Clock } from '@earshot/ports';
import type { DecodedPiece, DecoderReply, DecoderSetup } from './decoder-protocol.js';
import { DecoderThread } from './decoder-thread.js';

export type RecordingBytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A file that gives no sample for this many bytes has none. */
const SILENT_BYTES = 4 * 1_048_576;

/**
 * Turns a file of any kind that Earshot reads into interleaved samples, piece by piece: it reads on when its caller asks for more.
 * Holds a few pieces of the file and of its audio. Nothing follows `refused`. Rejects as `bytes` does.
 */
export async function* decodeRecording(bytes: RecordingBytes, clock: Clock): AsyncGenerator<RecordingPart> {
  const { head, rest } = await readHead(bytes);
  if (head.length === 0) return yield { kind: 'refused', code: 'UPLOAD_EMPTY' };
  switch (sniffRecording(head)) {
    case 'WAV':
      return yield* readWav(rest);
    case 'MP3':
      return yield* decodeFrames(rest, { codec: 'MP3' }, clock, null);
    case 'FLAC':
      return yield* decodeFrames(rest, { codec: 'FLAC' }, clock, readFlacLength(head));
    case 'OGG_OPUS':
      return yield* decodeOpus(rest, clock);
    case null:
      return yield { kind: 'refused', code: 'UPLOAD_FORMAT_UNKNOWN' };
  }
}

/** The first bytes, and all of them again. */
async function readHead(bytes: RecordingBytes): Promise<{ head: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const iterator = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
  const first: Uint8Array[] = [];
  let head = Buffer.alloc(0);
  while (head.length < SNIFFED_BYTES) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    first.push(value);
    head = Buffer.concat([head, value.subarray(0, SNIFFED_BYTES)]);
  }
  async function* rest() {
    try {
      yield* first;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, rest: rest() };
}

async function* readWav(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RecordingPart> {
  const reader = new WavReader();
  for await (const piece of bytes) yield* reader.receiveBytes(piece);
  yield* reader.finish();
}

/** MP3 and FLAC: the decoder finds the frames. `statedSamples`: of each channel; null if the file states no length. */
async function* decodeFrames(
  bytes: AsyncIterable<Uint8Array>,
  setup: DecoderSetup,
  clock: Clock,
  statedSamples: number | null,
): AsyncGenerator<RecordingPart> {
  const thread = await DecoderThread.start(setup, clock);
  const output = new DecodedOutput(statedSamples ?? 0);
  try {
    for await (const piece of bytes) {
      output.countBytes(piece.length);
      let reply = await thread.ask({ kind: 'bytes', bytes: piece });
      yield* output.receive(reply);
      while (reply?.isHungry === false && !output.isOver) {
        reply = await thread.ask({ kind: 'more' });
        yield* output.receive(reply);
      }
      if (output.isOver) return;
    }
    yield* output.receive(await thread.ask({ kind: 'end' }));
    if (!output.isOver) yield* output.finish();
  } finally {
    await thread.close();
  }
}

async function* decodeOpus(bytes: AsyncIterable<Uint8Array>, clock: Clock): AsyncGenerator<RecordingPart> {
  const reader = new OggOpusReader();
  let decoder: OpusDecoder | null = null;
  try {
    for await (const piece of bytes) {
      for (const part of reader.receiveBytes(piece)) {
        if (part.kind === 'head') {
          decoder = await OpusDecoder.start(part, clock);
          yield { kind: 'format', format: decoder.format };
        } else if (part.kind !== 'packet') yield part;
        else if (decoder !== null) yield* decoder.decode(part);
      }
    }
    for (const part of reader.finish()) if (part.kind !== 'head' && part.kind !== 'packet') yield part;
  } finally {
    await decoder?.close();
  }
}

class OpusDecoder {
  private constructor(
    readonly format: RecordedFormat,
    private readonly thread: DecoderThread,
  ) {}

  static async start({ channelCount, sampleRateHz }: Extract<OpusPart, { kind: 'head' }>, clock: Clock) {
    const thread = await DecoderThread.start({ codec: 'OPUS', channelCount, sampleRateHz }, clock);
    return new OpusDecoder({ codec: 'L16', sampleRateHz, channelCount }, thread);
  }

  close(): Promise<void> {
    return this.thread.close();
  }

  async *decode({ packet, from, to }: Extract<OpusPart, { kind: 'packet' }>): AsyncGenerator<RecordingPart> {
    const { sampleRateHz, channelCount } = this.format;
    const toIndex = (sample: number) => Math.floor((sample * sampleRateHz) / OPUS_CLOCK_HZ);
    const [piece] = (await this.thread.ask({ kind: 'bytes', bytes: packet }))?.pieces ?? [];
    const samples = toIndex(to) - toIndex(from);
    if (samples === 0) return;
    if (piece !== undefined) {
      const [first, end] = [from, to].map((at) => toIndex(at) * channelCount * 2);
      return yield { kind: 'audio', samples: piece.samples.subarray(first, end) };
    }
    yield { kind: 'problem', code: 'UPLOAD_DAMAGED' };
    yield { kind: 'gap', samples };
  }
}

/** What came out of a decoder so far: one format, and whether it has audio. */
class DecodedOutput {
  private format: RecordedFormat | null = null;
  private bytesWithoutAudio = 0;
  private samples = 0;
  isOver = false;

  /** The decoders leave out what they cannot decode without a word; less than `leastSamples` of each channel shows it. */
  constructor(private readonly leastSamples: number) {}

  countBytes(bytes: number): void {
    this.bytesWithoutAudio += bytes;
  }

  /** Null: the decoder is lost. */
  *receive(reply: DecoderReply | null): Generator<RecordingPart> {
    if (reply === null) return yield* this.loseDecoder();
    const { pieces, errors } = reply;
    if (errors > 0 && this.format !== null) yield { kind: 'problem', code: 'UPLOAD_DAMAGED' };
    for (const piece of pieces) {
      this.bytesWithoutAudio = 0;
      yield* this.receivePiece(piece);
      if (this.isOver) return;
    }
    if (this.bytesWithoutAudio > SILENT_BYTES) yield* this.finish();
  }

  *finish(): Generator<RecordingPart> {
    this.isOver = true;
    if (this.format === null) yield { kind: 'refused', code: 'UPLOAD_EMPTY' };
    else if (this.bytesWithoutAudio > SILENT_BYTES || this.samples < this.leastSamples)
      yield { kind: 'problem', code: 'UPLOAD_DAMAGED' };
  }

  private *loseDecoder(): Generator<RecordingPart> {
    this.isOver = true;
    yield { kind: this.format === null ? 'refused' : 'problem', code: 'UPLOAD_DAMAGED' };
  }

  private *receivePiece({ samples, sampleRateHz, channelCount }: DecodedPiece): Generator<RecordingPart> {
    if (this.format === null) {
      if (!isSampleRate(sampleRateHz) || channelCount < 1 || channelCount > MAX_TRACKS) {
        this.isOver = true;
        return yield { kind: 'refused', code: 'UPLOAD_FORMAT_UNSUPPORTED' };
      }
      this.format = { codec: 'L16', sampleRateHz, channelCount };
      yield { kind: 'format', format: this.format };
    }
    if (this.format.sampleRateHz !== sampleRateHz || this.format.channelCount !== channelCount) {
      this.isOver = true;
      return yield { kind: 'problem', code: 'UPLOAD_FORMAT_CHANGED' };
    }
    this.samples += samples.length / (channelCount * 2);
    yield { kind: 'audio', samples };
  }
}
