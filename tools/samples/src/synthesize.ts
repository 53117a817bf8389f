import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { decodeSamples, parseWavHeader, Resampler } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import type { Voice } from './dialogue.js';

const run = promisify(execFile);
const MAX_WAV_BYTES = 64 * 1_024 * 1_024;
/** Quieter samples belong to the silence before or after the words. */
const MIN_AUDIBLE = 200;

/** Speaks `text` with espeak-ng. Returns mono samples from the first audible one to the last. */
export async function synthesize(text: string, voice: Voice, sampleRateHz: number): Promise<Int16Array> {
  const { name, wordsPerMinute, pitch } = voice;
  const args = ['-v', name, '-s', String(wordsPerMinute), '-p', String(pitch), '-a', '90', '--stdout', '--', text];
  const wav = await runEspeak(args);
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Failure('ESPEAK_OUTPUT', `espeak-ng: ${header.error.detail}`);
  const { codec, dataOffset, dataBytes, sampleRateHz: spokenHz } = header.value;
  const samples = decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec);
  const resampler = new Resampler(spokenHz, sampleRateHz);
  const first = resampler.push(samples).slice();
  const last = resampler.flush();
  const resampled = new Int16Array(first.length + last.length);
  resampled.set(first);
  resampled.set(last, first.length);
  return trimSilence(resampled);
}

async function runEspeak(args: readonly string[]): Promise<Uint8Array> {
  try {
    return (await run('espeak-ng', args, { encoding: 'buffer', maxBuffer: MAX_WAV_BYTES })).stdout;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing
      ? 'espeak-ng, which speaks the sample calls, is not installed. Debian and Ubuntu: apt-get install espeak-ng'
      : 'espeak-ng failed';
    throw new Failure(isMissing ? 'ESPEAK_MISSING' : 'ESPEAK_FAILED', message, { retryable: false, cause });
  }
}

function trimSilence(samples: Int16Array): Int16Array {
  const isAudible = (sample: number) => Math.abs(sample) > MIN_AUDIBLE;
  const from = samples.findIndex(isAudible);
  return from === -1 ? samples.slice(0, 0) : samples.slice(from, samples.findLastIndex(isAudible) + 1);
}
