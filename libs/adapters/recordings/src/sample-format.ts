import { bytesPerSample } from '@earshot/contracts';
import { Failure, type RecordingFormat } from '@earshot/ports';

/** Bytes of one sample of every channel. */
export const frameBytesOf = ({ codec, channelCount }: RecordingFormat): number => bytesPerSample[codec] * channelCount;

/** Bytes of the whole sample frames in so many bytes. */
export const wholeFrames = (bytes: number, format: RecordingFormat): number =>
  Math.max(0, bytes - (bytes % frameBytesOf(format)));

/** Throws `Failure` `RECORDING_BAD_SAMPLES`. */
export function requireWholeSamples(samples: Uint8Array, format: RecordingFormat): void {
  if (samples.length % frameBytesOf(format) === 0) return;
  throw new Failure('RECORDING_BAD_SAMPLES', `${samples.length} bytes are not whole samples of every channel.`);
}

const LONGEST_SILENCE_S = 86_400;

/** A position this far ahead is a mistake, not a pause. Throws `Failure` `RECORDING_GAP_TOO_LONG`. */
export function requireFillable(missingSamples: number, { sampleRateHz }: RecordingFormat): void {
  if (missingSamples <= LONGEST_SILENCE_S * sampleRateHz) return;
  throw new Failure('RECORDING_GAP_TOO_LONG', `A gap of ${Math.round(missingSamples / sampleRateHz)} s is not filled.`);
}

/** Throws `Failure` `RECORDING_FORMAT_CHANGED`. */
export function requireSameFormat(stored: RecordingFormat, now: RecordingFormat): void {
  if (nameOf(stored) === nameOf(now)) return;
  throw new Failure('RECORDING_FORMAT_CHANGED', `The recording is ${nameOf(stored)}, the audio now ${nameOf(now)}.`);
}

const nameOf = ({ codec, sampleRateHz, channelCount }: RecordingFormat): string =>
  `${codec} ${sampleRateHz} Hz × ${channelCount}`;
