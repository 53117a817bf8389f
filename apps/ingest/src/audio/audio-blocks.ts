import { bytesPerSample, type AudioCodec } from '@earshot/contracts';

/** Shorter blocks only make more messages. Consumers may rely on this length, except before a gap or the end. */
const MIN_BLOCK_MS = 100;
/** Keeps a message with its header under 256 KiB. */
const MAX_BLOCK_BYTES = 256 * 1_024 - 2_048;

export interface BlockFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/**
 * Joins received audio into blocks of at least 100 ms, and cuts a block that is too large for a message into equal parts.
 * A chunk that is long enough passes without a copy.
 */
export class AudioBlocks {
  private pieces: Uint8Array[] = [];
  private held = 0;
  private readonly frameBytes: number;
  private readonly minBytes: number;

  constructor(format: BlockFormat) {
    this.frameBytes = format.channelCount * bytesPerSample[format.codec];
    this.minBytes = Math.ceil((format.sampleRateHz * MIN_BLOCK_MS) / 1_000) * this.frameBytes;
  }

  /** Bytes that wait for a full block. */
  get heldBytes(): number {
    return this.held;
  }

  /** Adds whole sample frames and returns the blocks that they complete. */
  push(samples: Uint8Array): readonly Uint8Array[] {
    if (samples.length > 0) this.pieces.push(samples);
    this.held += samples.length;
    return this.held < this.minBytes ? [] : this.flush();
  }

  /** Returns the held audio, however short it is. */
  flush(): readonly Uint8Array[] {
    const [first] = this.pieces;
    if (first === undefined) return [];
    const block = this.pieces.length === 1 ? first : Buffer.concat(this.pieces, this.held);
    this.pieces = [];
    this.held = 0;
    return block.length <= MAX_BLOCK_BYTES ? [block] : this.cut(block);
  }

  private cut(block: Uint8Array): readonly Uint8Array[] {
    const parts = Math.ceil(block.length / MAX_BLOCK_BYTES);
    const partBytes = Math.ceil(block.length / parts / this.frameBytes) * this.frameBytes;
    return Array.from({ length: Math.ceil(block.length / partBytes) }, (_, i) =>
      block.subarray(i * partBytes, (i + 1) * partBytes),
    );
  }
}
