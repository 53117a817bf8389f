import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { fetchRecording, testAudio } from './support/audio.js';
import { earshotHomePerTest } from './support/earshot-process.js';
import { untilCall } from './support/graphql.js';

const CALL_MS = 12_000;
const NEEDLE_BYTES = 32;
const audio = testAudio(CALL_MS);
const sound = Buffer.from(audio.payload);
/** Short stretches of the call's audio. Each is in every copy of the audio that is not sealed. */
const needles = Array.from({ length: 24 }, (_, at) => {
  const from = Math.floor((sound.length / 24) * at);
  return sound.subarray(from, from + NEEDLE_BYTES);
});

/** The files below a folder, read whole. A file that is gone meanwhile is left out. */
async function readFiles(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => {
    const bytes = await readFile(file).catch(() => null);
    return bytes === null ? [] : [{ name: relative(folder, file), bytes }];
  });
  return (await Promise.all(read)).flat();
}

const findAudible = (files: readonly { name: string; bytes: Buffer }[]): string[] =>
  files.filter(({ bytes }) => needles.some((needle) => bytes.includes(needle))).map(({ name }) => name);

describe('the data directory of a call', () => {
  const home = earshotHomePerTest({
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
    EARSHOT_UNTRANSCRIBED_AUDIO: 'serve',
  });

  it('holds no audio that can be heard, live, after a kill and at the end, and the recording is whole', async () => {
    const first = await home.start();
    const options = { audio, speed: 1, engine: 'scripted', script: 'generated:sealed', reconnectWithinMs: 60_000 };
    const playing = playCall({ ...options, callId: 'sealed', url: first.ingestUrl });
    playing.catch(() => undefined);
    const graphql = `${first.httpUrl}/graphql`;
    await untilCall(graphql, 'sealed', ({ recording }) => (recording?.durationMs ?? 0) > 3_000, 60_000);
    const live = await readFiles(home.dataDir);
    expect(live.some(({ name }) => name.startsWith('recordings'))).toBe(true);
    expect(findAudible(live)).toEqual([]);
    await first.end('SIGKILL');
    expect(findAudible(await readFiles(home.dataDir))).toEqual([]);
    const second = await home.start();
    await playing;
    const call = await untilCall(`${second.httpUrl}/graphql`, 'sealed', ({ status }) => status !== 'LIVE', 120_000);
    expect(findAudible(await readFiles(home.dataDir))).toEqual([]);
    const recorded = Buffer.from(await fetchRecording(second.httpUrl, call.recording?.url ?? ''));
    // The same stretches are found in a copy that is not sealed.
    expect(findAudible([{ name: 'as it is served', bytes: recorded }])).toEqual(['as it is served']);
    // Nor does serving it leave a copy behind.
    expect(findAudible(await readFiles(home.dataDir))).toEqual([]);
    expect(recorded.subarray(0, 96_000).equals(sound.subarray(0, 96_000))).toBe(true);
  }, 240_000);
});
