import { msToSamples } from '@earshot/domain';
import type { TranscribeSpeechStream } from './transcribe.speech-stream.js';

/** A track that begins this much behind the session still joins it. */
const JOIN_TOLERANCE_MS = 500;
/** Tracks that begin further apart get sessions of their own, because silence would fill the distance. */
const MAX_APART_MS = 30_000;

/**
 * The place in a session of a track's first sample: beside the audio of `other` at that time of the call. Null when the track
 * cannot be part of the session. A session that has sent nothing may delay the other track.
 */
export function placeTrack(
  startMs: number,
  other: TranscribeSpeechStream,
  sentSample: number,
  sampleRateHz: number,
): number | null {
  const samples = (ms: number) => Math.round(msToSamples(ms, sampleRateHz));
  const apartMs = startMs - (other.options.startMs + other.channel.positionMs(sentSample));
  if (Math.abs(apartMs) > MAX_APART_MS) return null;
  if (apartMs >= 0) return sentSample + samples(apartMs);
  if (sentSample > 0) return apartMs >= -JOIN_TOLERANCE_MS ? sentSample : null;
  other.channel.delay(samples(-apartMs));
  return 0;
}
