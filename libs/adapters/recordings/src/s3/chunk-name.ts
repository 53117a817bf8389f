import { audioCodecs, type AudioCodec } from '@earshot/contracts';
import type { RecordingFormat } from '@earshot/ports';

/** A stretch of a live call's recording in one object. An object without bytes is silence of its length. */
export interface Chunk {
  readonly fromSample: number;
  readonly toSample: number;
  readonly format: RecordingFormat;
  /** False in recordings of earlier versions. */
  readonly isSealed: boolean;
}

const DIGITS = 12;
const pad = (sample: number): string => String(sample).padStart(DIGITS, '0');

/**
 * The name sorts by position and holds format and length, so a listing alone shows what a recording holds. The end is part of
 * the name, so that a shorter chunk of a replaced writer does not overwrite a longer one.
 */
export const chunkName = ({ fromSample, toSample, format, isSealed }: Chunk): string =>
  `${pad(fromSample)}-${pad(toSample)}.${format.codec}-${format.sampleRateHz}-${format.channelCount}${isSealed ? SEALED : ''}`;

const SEALED = '.sealed';
const NAME = /^(\d{12})-(\d{12})\.([A-Z0-9]+)-(\d+)-(\d+)(\.sealed)?$/;

/** Null for an object that this store did not write. */
export function parseChunkName(name: string): Chunk | null {
  const [, from, to, codec, rate, channelCount, sealed] = NAME.exec(name) ?? [];
  if (!audioCodecs.includes(codec as AudioCodec)) return null;
  const chunk = {
    fromSample: Number(from),
    toSample: Number(to),
    format: { codec: codec as AudioCodec, sampleRateHz: Number(rate), channelCount: Number(channelCount) },
    isSealed: sealed !== undefined,
  };
  const isSound = chunk.toSample > chunk.fromSample && chunk.format.sampleRateHz > 0 && chunk.format.channelCount > 0;
  return isSound ? chunk : null;
}
