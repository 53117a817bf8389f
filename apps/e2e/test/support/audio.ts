import type { CallAudio } from '@earshot/call-player';
import { parseWavHeader } from '@earshot/domain';

/** Creates L16. Neighbouring samples differ, so that a test finds misplaced bytes. */
export function testAudio(durationMs: number, sampleRateHz = 8_000, channelCount = 2): CallAudio {
  const samples = Math.round((durationMs / 1_000) * sampleRateHz);
  const payload = new Uint8Array(samples * channelCount * 2);
  for (let at = 0; at < payload.length; at += 1) payload[at] = (at * 31 + (at >> 8) * 7) & 0xff;
  return { codec: 'L16', sampleRateHz, channelCount, payload, durationMs, isMono: false };
}

/** Creates noise in L16, in which a search finds each stretch at its place alone. */
export function noiseAudio(durationMs: number, sampleRateHz = 8_000, channelCount = 2): CallAudio {
  const numbers = new Uint32Array(Math.round((durationMs / 1_000) * sampleRateHz) * (channelCount / 2));
  let state = 1;
  for (let at = 0; at < numbers.length; at += 1)
    numbers[at] = state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const payload = new Uint8Array(numbers.buffer);
  return { codec: 'L16', sampleRateHz, channelCount, payload, durationMs, isMono: false };
}

/** Fetches a recording. Returns its samples without the WAV header. */
export async function fetchRecording(httpUrl: string, path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, httpUrl));
  if (response.status !== 200) throw new Error(`recording: HTTP ${response.status}`);
  const wav = new Uint8Array(await response.arrayBuffer());
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(`recording: ${header.error.code}`);
  return wav.subarray(header.value.dataOffset);
}
