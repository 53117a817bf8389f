import { bytesPerSample } from '@earshot/contracts';
import type { CallAudio } from './call-audio.js';

/** The samples of each track of interleaved audio. */
export function splitTracks(samples: Uint8Array, { codec, channelCount }: CallAudio): readonly Uint8Array[] {
  const sampleBytes = bytesPerSample[codec];
  const frameBytes = channelCount * sampleBytes;
  return Array.from({ length: channelCount }, (_, channel) => {
    const track = new Uint8Array(samples.length / channelCount);
    for (let frame = 0; frame * frameBytes < samples.length; frame++) {
      const from = frame * frameBytes + channel * sampleBytes;
      track.set(samples.subarray(from, from + sampleBytes), frame * sampleBytes);
    }
    return track;
  });
}
