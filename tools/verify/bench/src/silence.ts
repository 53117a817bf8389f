import type { CallAudio } from '@earshot/call-player';

/** Stereo L16 at 8 kHz; the scripted engine needs no sound in it. */
export function silence(durationMs: number): CallAudio {
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
