import type { RecordingFormat } from '@earshot/ports';
import { frameBytesOf } from '../sample-format.js';
import { sealedBytes } from '../sealed/block-cipher.js';
import { RECORDING_FILE, sealedPartDamaged } from '../sealed/sealed-header.js';
import { parseChunkName } from './chunk-name.js';

/** One object of a recording, as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly etag: string;
}

/** The assembled WAV of a recording. */
export interface AssembledWav extends ListedObject {
  readonly format: RecordingFormat;
  readonly dataOffset: number;
  readonly totalSamples: number;
  readonly isSealed: boolean;
}

/**
 * Samples `fromSample` to `toSample` are the audio of an object from `firstByte` on; the audio begins at `dataOffset` of the object.
 * Samples without a piece are silence.
 */
export interface Piece {
  readonly fromSample: number;
  readonly toSample: number;
  readonly key: string;
  readonly dataOffset: number;
  readonly firstByte: number;
  /** The name to which the blocks of the object are bound; null if it is not sealed. */
  readonly sealedAs: string | null;
  /** Of an object that is not sealed: a sealed one may replace it. */
  readonly etag?: string;
}

export interface RecordingLayout {
  readonly format: RecordingFormat;
  readonly totalSamples: number;
  readonly modifiedAtMs: number;
  /** In order, without overlap. */
  readonly pieces: readonly Piece[];
  readonly chunks: readonly (ListedObject & { readonly toSample: number })[];
}

/**
 * The layout of a recording from its assembled file and its chunks. Either may be missing. Chunks may overlap, because a
 * replaced writer may finish an upload late. Overlapping chunks hold the same audio. Throws `Failure` `RECORDING_UNREADABLE` for a
 * sealed chunk of a wrong length.
 */
export function layoutOf(wav: AssembledWav | null, listed: readonly ListedObject[]): RecordingLayout | null {
  const named = listed.flatMap((object) => {
    const name = object.key.slice(object.key.lastIndexOf('/') + 1);
    const chunk = parseChunkName(name);
    return chunk === null ? [] : [{ ...object, ...chunk, sealedAs: chunk.isSealed ? name : null }];
  });
  const format = wav?.format ?? named[0]?.format;
  if (format === undefined) return null;
  const frameBytes = frameBytesOf(format);
  const chunks = named.filter((chunk) => frameBytesOf(chunk.format) === frameBytes);
  const pieces: Piece[] = [];
  let end = 0;
  if (wav !== null && wav.totalSamples > 0) {
    const { key, dataOffset, isSealed, etag, totalSamples: toSample } = wav;
    const seal = isSealed ? { sealedAs: RECORDING_FILE } : { sealedAs: null, etag };
    pieces.push({ fromSample: 0, toSample, key, dataOffset, firstByte: 0, ...seal });
    end = wav.totalSamples;
  }
  const audible = chunks
    .filter(({ fromSample, toSample, sizeBytes, isSealed }) => {
      const plainBytes = (toSample - fromSample) * frameBytes;
      if (!isSealed || sizeBytes === 0) return sizeBytes === plainBytes;
      if (sizeBytes !== sealedBytes(plainBytes)) throw sealedPartDamaged();
      return true;
    })
    .sort((a, b) => a.fromSample - b.fromSample || b.toSample - a.toSample);
  for (const { key, fromSample, toSample, sealedAs } of audible) {
    if (toSample <= end) continue;
    const from = Math.max(fromSample, end);
    const firstByte = (from - fromSample) * frameBytes;
    pieces.push({ fromSample: from, toSample, key, dataOffset: 0, firstByte, sealedAs });
    end = toSample;
  }
  return {
    format,
    totalSamples: chunks.reduce((most, { toSample }) => Math.max(most, toSample), end),
    modifiedAtMs: Math.max(wav?.modifiedAtMs ?? 0, ...chunks.map(({ modifiedAtMs }) => modifiedAtMs)),
    pieces,
    chunks,
  };
}
