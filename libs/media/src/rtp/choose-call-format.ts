import type { AudioCodec } from '@earshot/contracts';
import { isAudioFormat, type RtpFormat } from './rtp-format.js';

/** How a call's audio is encoded when it leaves its streams. */
export interface CallAudioFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
}

const NARROW_HZ = 8_000;
const WIDE_HZ = 16_000;

/** The rate of the samples that a format decodes to, before it is brought to the rate of the call. */
export const decodedRateHz = ({ encoding, clockRateHz }: RtpFormat): number =>
  encoding === 'G722' || encoding === 'OPUS' ? WIDE_HZ : clockRateHz;

/**
 * Chooses the format of a call from the formats of all its streams. A call whose streams are all PCMU, or all PCMA, keeps
 * the bytes that came. Any other is decoded to L16, at 16 kHz if one stream has more than telephone quality.
 */
export function chooseCallFormat(formats: readonly RtpFormat[]): CallAudioFormat {
  const audio = formats.filter(isAudioFormat);
  const [first] = audio;
  const isUniform = first !== undefined && audio.every(({ encoding }) => encoding === first.encoding);
  if (isUniform && (first.encoding === 'PCMU' || first.encoding === 'PCMA')) {
    return { codec: first.encoding, sampleRateHz: NARROW_HZ };
  }
  const isWide = audio.some((format) => decodedRateHz(format) > NARROW_HZ);
  return { codec: 'L16', sampleRateHz: isWide ? WIDE_HZ : NARROW_HZ };
}
