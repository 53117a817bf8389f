import { audioCodecs, type AudioCodec } from '@earshot/contracts';
import type { RecordingFormat } from '@earshot/ports';

/** A stretch of a live call's recording as one object. An object without bytes stands for silence of its length. */
export interface Chunk {
  readonly fromSample: number;
  readonly toSample: number;
  readonly format: RecordingFormat;
}

const DIGITS = 12;
const pad = (sample: number): string => String(sample).padStart(DIGITS, '0');

/**
 * Sorts by position, and tells format and length, so that a listing alone says what a recording holds. The end is part
 * of the name: a shorter chunk of a writer that was replaced must not take the place of a longer one.
 */
export const chunkName = ({ fromSample, toSample, format }: Chunk): string =>
  `${pad(fromSample)}-${pad(toSample)}.${format.codec}-${format.sampleRateHz}-${format.channelCount}`;

const NAME = /^(\d{12})-(\d{12})\.([A-Z0-9]+)-(\d+)-(\d+)$/;

/** Null for what this store did not write. */
export function parseChunkName(name: string): Chunk | null {
  const [, from, to, codec, rate, channelCount] = NAME.exec(name) ?? [];
  if (!audioCodecs.includes(codec as AudioCodec)) return null;
  const chunk = {
    fromSample: Number(from),
    toSample: Number(to),
    format: { codec: codec as AudioCodec, sampleRateHz: Number(rate), channelCount: Number(channelCount) },
  };
  const isSound = chunk.toSample > chunk.fromSample && chunk.format.sampleRateHz > 0 && chunk.format.channelCount > 0;
  return isSound ? chunk : null;
}
