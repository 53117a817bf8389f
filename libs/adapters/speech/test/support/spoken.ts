import { decodeSamples, parseWavHeader, Resampler } from '@earshot/domain';
import { readFileSync } from 'node:fs';

/** One track of a WAV file. */
export function readTrack(path: string, track: number, sampleRateHz = 16_000): Int16Array {
  return samplesOf(readFileSync(path), sampleRateHz, track);
}

/** Joins parts, with `pauseMs` of silence before and after each. */
export function withPauses(parts: readonly Int16Array[], pauseMs: number, sampleRateHz = 16_000): Int16Array {
  const silence = new Int16Array((pauseMs * sampleRateHz) / 1_000);
  const pieces = [silence, ...parts.flatMap((part) => [part, silence])];
  const joined = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function samplesOf(wav: Buffer, sampleRateHz: number, track: number): Int16Array {
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(header.error.detail);
  const { dataOffset, dataBytes, codec, sampleRateHz: fromHz, channelCount } = header.value;
  const interleaved = decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec);
  const samples = interleaved.filter((_, n) => n % channelCount === track);
  const resampler = new Resampler(fromHz, sampleRateHz);
  const [head, tail] = [resampler.push(samples), resampler.flush()];
  const all = new Int16Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}
