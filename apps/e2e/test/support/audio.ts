import type { CallAudio } from '@earshot/call-player';

/** Creates stereo L16. Neighbouring samples differ, so that a test finds misplaced bytes. */
export function testAudio(durationMs: number, sampleRateHz = 8_000): CallAudio {
  const samples = Math.round((durationMs / 1_000) * sampleRateHz);
  const payload = new Uint8Array(samples * 4);
  for (let at = 0; at < payload.length; at += 1) payload[at] = (at * 31 + (at >> 8) * 7) & 0xff;
  return { codec: 'L16', sampleRateHz, channelCount: 2, payload, durationMs, isMono: false };
}

/** Returns the samples of a fetched WAV file. */
export async function fetchRecording(httpUrl: string, path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, httpUrl));
  if (response.status !== 200) throw new Error(`recording: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer()).subarray(44);
}
