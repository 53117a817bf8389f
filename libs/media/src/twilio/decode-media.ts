import { bytesPerSample, type AudioCodec } from '@earshot/contracts';
import type { TwilioDialect } from './twilio-dialects.js';

/** Codec names as the vendors write them, without parameters such as `;rate=8000`. */
const codecNames: Readonly<Record<string, AudioCodec>> = {
  'audio/x-mulaw': 'PCMU',
  'audio/mulaw': 'PCMU',
  'audio/pcmu': 'PCMU',
  mulaw: 'PCMU',
  pcmu: 'PCMU',
  'audio/x-alaw': 'PCMA',
  'audio/alaw': 'PCMA',
  'audio/pcma': 'PCMA',
  alaw: 'PCMA',
  pcma: 'PCMA',
  'audio/x-l16': 'L16',
  'audio/l16': 'L16',
  l16: 'L16',
  'audio/x-raw': 'L16',
  'raw/slin': 'L16',
  slin: 'L16',
  // Exotel names the encoding of the text, not of the audio.
  base64: 'L16',
};

export function findCodec(name: unknown): AudioCodec | undefined {
  const key = typeof name === 'string' ? (name.split(';', 1)[0] ?? '').trim().toLowerCase() : '';
  return Object.hasOwn(codecNames, key) ? codecNames[key] : undefined;
}

/** The samples of a media message, L16 little-endian; undefined if the payload is no base64 of whole samples. */
export function decodeMedia(
  payload: string,
  codec: AudioCodec,
  { bytesOfL16 }: Pick<TwilioDialect, 'bytesOfL16'>,
): Uint8Array | undefined {
  const samples = decodeBase64(payload);
  if (samples === undefined || samples.length % bytesPerSample[codec] !== 0) return undefined;
  if (codec === 'L16' && bytesOfL16 === 'LARGE_FIRST') swapBytes(samples);
  return samples;
}

function decodeBase64(text: string): Uint8Array | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function swapBytes(samples: Uint8Array): void {
  for (let at = 0; at + 1 < samples.length; at += 2) {
    const first = samples[at] ?? 0;
    samples[at] = samples[at + 1] ?? 0;
    samples[at + 1] = first;
  }
}
