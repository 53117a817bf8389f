import { decodeSamples, deinterleave, encodeMulaw, Resampler } from '@earshot/domain';
import { toUuid } from './audiohook-protocol.js';
import type { CallAudio } from './call-audio.js';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import { openSiprecConnection } from './siprec-connection.js';

/** Of PCMU. */
const RATE_HZ = 8_000;

/** A session border controller that forks the call by SIPREC: one RTP stream for each track, and BYE at the end. */
export const siprecProtocol = (options: PlayOptions, callId: string): PlayProtocol => ({
  chunkMs: 20,
  addressOn: (url) => (/^sip:/i.test(url) ? url : `sip:${new URL(url).hostname}`),
  connect: (url) => openSiprecConnection(url, toUuid(callId), options),
  startMessages: () => [],
  endMessage: () => ({ method: 'BYE' }),
  nextMessageAtMs: Infinity,
  takeMessages: () => [],
});

/** The audio as PCMU of 8 kHz. */
export function toSiprecAudio(audio: CallAudio): CallAudio {
  const { channelCount, sampleRateHz, payload, codec } = audio;
  if (codec === 'PCMU' && sampleRateHz === RATE_HZ) return audio;
  const tracks = deinterleave(decodeSamples(payload, codec), channelCount).map((track) => {
    const resampler = new Resampler(sampleRateHz, RATE_HZ);
    return [...resampler.push(track), ...resampler.flush()];
  });
  const frameCount = tracks[0]?.length ?? 0;
  const samples = Int16Array.from(
    { length: frameCount * channelCount },
    (_, at) => tracks[at % channelCount]?.[Math.floor(at / channelCount)] ?? 0,
  );
  return { ...audio, codec: 'PCMU', sampleRateHz: RATE_HZ, payload: encodeMulaw(samples) };
}
