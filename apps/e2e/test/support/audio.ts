import type { CallAudio } from '@earshot/call-player';

/** Stereo L16 of a length, each sample different from its neighbours, so that a byte out of place shows. */
export function testAudio(durationMs: number, sampleRateHz = 8_000): CallAudio {
  const samples = Math.round((durationMs / 1_000) * sampleRateHz);
  const payload = new Uint8Array(samples * 4);
  for (let at = 0; at < payload.length; at += 1) payload[at] = (at * 31 + (at >> 8) * 7) & 0xff;
  return { codec: 'L16', sampleRateHz, channelCount: 2, payload, durationMs, isMono: false };
}

/** The samples of a WAV that was fetched. */
export async function fetchRecording(httpUrl: string, path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, httpUrl));
  if (response.status !== 200) throw new Error(`recording: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer()).subarray(44);
}
