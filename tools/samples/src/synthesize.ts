import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text as readText } from 'node:stream/consumers';
import { decodeSamples, parseWavHeader, Resampler } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import type { Voice } from './dialogue.js';
import { ensurePiper } from './ensure-voices.js';

const PIPER_SCRIPT = join(import.meta.dirname, '..', 'speak_line.py');

/** Speaks `text`. Returns mono samples with the silence around them. The same seed gives the same samples. */
export async function synthesize(
  text: string,
  { name, pace }: Voice,
  seed: number,
  sampleRateHz: number,
): Promise<Int16Array> {
  const stretch = (1 / pace).toFixed(3);
  const wav =
    name === 'joe'
      ? await run(await ensurePiper(), [PIPER_SCRIPT, String(seed), stretch], text)
      : await speakWithFlite(text, name, stretch);
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Failure('VOICE_OUTPUT', `the voice ${name}: ${header.error.detail}`);
  const { codec, dataOffset, dataBytes, sampleRateHz: spokenHz } = header.value;
  const resampler = new Resampler(spokenHz, sampleRateHz);
  const samples = decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec);
  const first = resampler.push(samples).slice();
  const last = resampler.flush();
  const resampled = new Int16Array(first.length + last.length);
  resampled.set(first);
  resampled.set(last, first.length);
  return resampled;
}

/** flite cannot write a WAV file to a pipe. */
async function speakWithFlite(text: string, voice: string, stretch: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-samples-'));
  try {
    const file = join(folder, 'line.wav');
    await run('flite', ['-voice', voice, '--setf', `duration_stretch=${stretch}`, '-t', text, '-o', file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a program with an input and resolves with its output. */
async function run(program: string, args: readonly string[], input = ''): Promise<Uint8Array> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that ends early says why on stderr.
  child.stdin.on('error', () => undefined).end(input);
  const [output, stderr, code] = await Promise.all([
    buffer(child.stdout),
    readText(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
  ]).catch((cause: unknown) => {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing
      ? `${program}, which speaks the sample calls, is not installed. Debian and Ubuntu: apt-get install ${program}`
      : `${program} failed`;
    throw new Failure(isMissing ? 'VOICE_MISSING' : 'VOICE_FAILED', message, { retryable: false, cause });
  });
  if (code !== 0) throw new Failure('VOICE_FAILED', `${program} failed: ${stderr.trim()}`, { retryable: false });
  return output;
}
