import { decodeSamples, encodeMulaw, encodeSamples } from '@earshot/domain';
import { audiohookProtocol } from './audiohook-protocol.js';
import { audioSocketProtocol } from './audiosocket-protocol.js';
import type { CallAudio } from './call-audio.js';
import { forkProtocol } from './fork-protocol.js';
import { isFork, type PhoneSystem } from './phone-system-names.js';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import { siprecProtocol, toSiprecAudio } from './siprec-protocol.js';
import { twilioProtocol } from './twilio-protocol.js';

/** How the player speaks as this phone system. */
export function phoneSystemProtocol(options: PlayOptions, callId: string, system: PhoneSystem): PlayProtocol {
  if (system === 'audiohook') return audiohookProtocol(options, callId);
  if (system === 'audiosocket') return audioSocketProtocol(options, callId);
  if (system === 'siprec') return siprecProtocol(options, callId);
  return isFork(system) ? forkProtocol(options, callId, system) : twilioProtocol(options, callId, system);
}

/** The audio as the phone system sends it: AudioSocket one track of L16, FreeSWITCH L16, SIPREC PCMU, and the others phone calls of 8 kHz as µ-law. */
export function toPhoneAudio(audio: CallAudio, system: PhoneSystem): CallAudio {
  if (system === 'audiosocket') return mixTracks(audio);
  if (system === 'siprec') return toSiprecAudio(audio);
  const { codec, payload, sampleRateHz } = audio;
  if (isFork(system) && codec !== 'L16') {
    const samples = decodeSamples(payload, codec);
    return { ...audio, codec: 'L16', payload: encodeSamples(samples, 'L16') };
  }
  if (isFork(system) || codec !== 'L16' || sampleRateHz !== 8_000) return audio;
  return { ...audio, codec: 'PCMU', payload: encodeMulaw(decodeSamples(payload, 'L16')) };
}

/** What Asterisk hears of a call when it listens to all who speak. */
function mixTracks(audio: CallAudio): CallAudio {
  const { codec, channelCount } = audio;
  const samples = decodeSamples(audio.payload, codec);
  const mixed = Int16Array.from({ length: samples.length / channelCount }, (_, at) => {
    const frame = samples.subarray(at * channelCount, (at + 1) * channelCount);
    return Math.max(
      -32_768,
      Math.min(
        32_767,
        frame.reduce((sum, sample) => sum + sample, 0),
      ),
    );
  });
  return { ...audio, codec: 'L16', channelCount: 1, payload: encodeSamples(mixed, 'L16') };
}
