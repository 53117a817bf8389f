import type { RecordingFormat } from '@earshot/ports';
import { frameBytesOf } from '../sample-format.js';
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
}

/** Samples `fromSample` to `toSample` are the bytes of an object from `firstByte` on. Samples without a piece are silence. */
export interface Piece {
  readonly fromSample: number;
  readonly toSample: number;
  readonly key: string;
  readonly firstByte: number;
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
 * replaced writer may finish an upload late. Overlapping chunks hold the same audio.
 */
export function layoutOf(wav: AssembledWav | null, listed: readonly ListedObject[]): RecordingLayout | null {
  const named = listed.flatMap((object) => {
    const chunk = parseChunkName(object.key.slice(object.key.lastIndexOf('/') + 1));
    return chunk === null ? [] : [{ ...object, ...chunk }];
  });
  const format = wav?.format ?? named[0]?.format;
  if (format === undefined) return null;
  const frameBytes = frameBytesOf(format);
  const chunks = named.filter((chunk) => frameBytesOf(chunk.format) === frameBytes);
  const pieces: Piece[] = [];
  let end = 0;
  if (wav !== null && wav.totalSamples > 0) {
    pieces.push({ fromSample: 0, toSample: wav.totalSamples, key: wav.key, firstByte: wav.dataOffset });
    end = wav.totalSamples;
  }
  const audible = chunks
    .filter(({ fromSample, toSample, sizeBytes }) => sizeBytes === (toSample - fromSample) * frameBytes)
    .sort((a, b) => a.fromSample - b.fromSample || b.toSample - a.toSample);
  for (const { key, fromSample, toSample } of audible) {
    if (toSample <= end) continue;
    const from = Math.max(fromSample, end);
    pieces.push({ fromSample: from, toSample, key, firstByte: (from - fromSample) * frameBytes });
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
