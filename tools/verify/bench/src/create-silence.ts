import type { CallAudio } from '@earshot/call-player';

/** Creates silent stereo L16 at 8 kHz. The scripted engine needs no sound. */
export function createSilence(durationMs: number): CallAudio {
  const sampleRateHz = 8_000;
  return {
    codec: 'L16',
    sampleRateHz,
    channelCount: 2,
    payload: new Uint8Array((durationMs / 1_000) * sampleRateHz * 4),
    durationMs,
    isMono: false,
  };
}
