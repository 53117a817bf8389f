import { bytesPerSample } from '@earshot/contracts';
import { wavHeaderBytes } from '@earshot/domain';
import { Failure, type RecordingFormat } from '@earshot/ports';

/** Enough for every header that the stores write: more than two channels need the longest one. */
export const LONGEST_WAV_HEADER_BYTES = wavHeaderBytes({ codec: 'PCMU', channelCount: 3 });

/** Bytes of one sample of every track. */
export const frameBytesOf = ({ codec, channelCount }: RecordingFormat): number => bytesPerSample[codec] * channelCount;

/** The bytes without a cut last sample frame. */
export const wholeFrames = (bytes: number, format: RecordingFormat): number =>
  Math.max(0, bytes - (bytes % frameBytesOf(format)));

/** Throws `Failure` `RECORDING_BAD_SAMPLES`. */
export function requireWholeSamples(samples: Uint8Array, format: RecordingFormat): void {
  if (samples.length % frameBytesOf(format) === 0) return;
  throw new Failure('RECORDING_BAD_SAMPLES', `The audio ends within a sample: ${samples.length} bytes.`);
}

const LONGEST_SILENCE_S = 86_400;

/** Throws `Failure` `RECORDING_GAP_TOO_LONG`: a position more than a day ahead is a mistake. */
export function requireFillable(missingSamples: number, { sampleRateHz }: RecordingFormat): void {
  if (missingSamples <= LONGEST_SILENCE_S * sampleRateHz) return;
  throw new Failure(
    'RECORDING_GAP_TOO_LONG',
    `A gap of ${Math.round(missingSamples / sampleRateHz)} s is too long to fill with silence.`,
  );
}

/** Throws `Failure` `RECORDING_FORMAT_CHANGED`. */
export function requireSameFormat(stored: RecordingFormat, now: RecordingFormat): void {
  if (nameOf(stored) === nameOf(now)) return;
  throw new Failure('RECORDING_FORMAT_CHANGED', `The recording is ${nameOf(stored)}, but the audio is ${nameOf(now)}.`);
}

const nameOf = ({ codec, sampleRateHz, channelCount }: RecordingFormat): string =>
  `${codec} ${sampleRateHz} Hz × ${channelCount}`;
