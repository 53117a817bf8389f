import { decodeSamples, encodeMulaw } from '@earshot/domain';
import type { CallAudio } from './call-audio.js';
import { forkProtocol } from './fork-protocol.js';
import { isFork, type PhoneSystem } from './phone-system-names.js';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import { twilioProtocol } from './twilio-protocol.js';

/** How the player speaks as this phone system. */
export const phoneSystemProtocol = (options: PlayOptions, callId: string, system: PhoneSystem): PlayProtocol =>
  isFork(system) ? forkProtocol(options, callId, system) : twilioProtocol(options, callId, system);

/** The audio as the phone system sends it: FreeSWITCH forks L16, and the others carry phone calls of 8 kHz as µ-law. */
export function toPhoneAudio(audio: CallAudio, system: PhoneSystem): CallAudio {
  const { codec, payload, sampleRateHz } = audio;
  if (isFork(system) && codec !== 'L16') {
    const samples = decodeSamples(payload, codec);
    return { ...audio, codec: 'L16', payload: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) };
  }
  if (isFork(system) || codec !== 'L16' || sampleRateHz !== 8_000) return audio;
  return { ...audio, codec: 'PCMU', payload: encodeMulaw(decodeSamples(payload, 'L16')) };
}
