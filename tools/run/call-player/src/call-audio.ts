import { readFile } from 'node:fs/promises';
import { bytesPerSample, err, MAX_TRACKS, ok, type AudioCodec, type Result } from '@earshot/contracts';
import { decodeSamples, parseWavHeader, samplesToMs, silenceByte, type WavError } from '@earshot/domain';
import { Failure } from '@earshot/ports';

const MIN_WAV_RATE_HZ = 8_000;
const MAX_WAV_RATE_HZ = 48_000;

/** The audio of a call, ready to send: interleaved channels. If there are two, the first is the customer's. */
export interface CallAudio {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly payload: Uint8Array;
  readonly durationMs: number;
  /** The file has one channel and no participants: the channel becomes the customer's, and the agent's is silent. */
  readonly isMono: boolean;
}

/** `as-is` sends G.711 as stored; `L16`, the format of LCA clients, decodes it. */
export type SendAs = 'L16' | 'as-is';

/**
 * The call audio in a WAV file: 8 to 48 kHz, 16-bit PCM, µ-law or A-law. `trackCount`: the number of tracks in its
 * conversation; without it, one channel becomes two.
 */
export function toCallAudio(wav: Uint8Array, sendAs: SendAs = 'L16', trackCount?: number): Result<CallAudio, WavError> {
  const parsed = parseWavHeader(wav);
  if (!parsed.ok) return parsed;
  const { codec: storedCodec, sampleRateHz, channelCount, dataOffset, dataBytes } = parsed.value;
  const problem = problemOf(parsed.value, trackCount);
  if (problem !== null) return err({ code: 'WAV_UNSUPPORTED_FORMAT', detail: problem });
  const stored = wav.subarray(dataOffset, dataOffset + dataBytes);
  const codec = sendAs === 'as-is' ? storedCodec : 'L16';
  const samples = codec === storedCodec ? stored : bytesOf(decodeSamples(stored, storedCodec));
  const sampleBytes = bytesPerSample[codec];
  const durationMs = samplesToMs(samples.length / (channelCount * sampleBytes), sampleRateHz);
  const isMono = channelCount === 1 && trackCount === undefined;
  const payload = isMono ? addSilentChannel(samples, sampleBytes, silenceByte(codec)) : samples;
  return ok({ codec, sampleRateHz, channelCount: isMono ? 2 : channelCount, payload, durationMs, isMono });
}

function problemOf({ channelCount, sampleRateHz }: WavFormat, trackCount: number | undefined): string | null {
  if (channelCount > MAX_TRACKS) return `${channelCount} channels; the player takes ${MAX_TRACKS} at most`;
  if (trackCount !== undefined && channelCount !== trackCount)
    return `${channelCount} channels, but its participants file names ${trackCount} tracks`;
  if (sampleRateHz < MIN_WAV_RATE_HZ || sampleRateHz > MAX_WAV_RATE_HZ)
    return `${sampleRateHz} Hz; the player takes 8000 to 48000 Hz`;
  return null;
}

/** Reads a WAV file. Rejects with `Failure` `FILE_NOT_READABLE`, or with the code of the WAV error. */
export async function readCallAudio(path: string, sendAs: SendAs = 'L16', trackCount?: number): Promise<CallAudio> {
  let wav: Uint8Array;
  try {
    wav = await readFile(path);
  } catch (cause) {
    throw new Failure('FILE_NOT_READABLE', `${path}: ${reasonOf(cause)}`, { retryable: false, cause });
  }
  const audio = toCallAudio(wav, sendAs, trackCount);
  if (!audio.ok)
    throw new Failure(audio.error.code, `${path}: the player cannot play this WAV file: ${audio.error.detail}`);
  return audio.value;
}

/** The fields of a WAV header that decide whether the player takes the file. */
type WavFormat = Pick<CallAudio, 'channelCount' | 'sampleRateHz'>;

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'this user may not read it',
};
const reasonOf = (error: unknown): string => {
  const code = String((error as NodeJS.ErrnoException).code);
  return fileErrors[code] ?? `cannot be read (${code})`;
};

const bytesOf = (samples: Int16Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

function addSilentChannel(mono: Uint8Array, sampleBytes: number, silence: number): Uint8Array {
  const stereo = new Uint8Array(mono.length * 2).fill(silence);
  for (let from = 0; from < mono.length; from += sampleBytes) {
    for (let i = 0; i < sampleBytes; i++) stereo[from * 2 + i] = mono[from + i] ?? silence;
  }
  return stereo;
}
