import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { playCall, type PlayOptions } from '@earshot/call-player';
import { generatedUtterances } from '@earshot/speech';
import { fetchRecording, testAudio } from './support/audio.js';
import { earshotHomePerTest } from './support/earshot-process.js';
import { untilCall } from './support/graphql.js';

const preload = join(import.meta.dirname, '../../../tools/verify/chaos/dist/inject/preload.js');
/** Messages of audio until the process dies: the opening of the stream and twelve seconds of frames. */
const MESSAGES = 61;
const BYTES_PER_SECOND = 32_000;
const audio = testAudio(26_000);

describe('the standalone process, killed while persistence receives nothing', () => {
  const home = earshotHomePerTest({
    EARSHOT_RECONNECT_WINDOW_MS: '1000',
    EARSHOT_IDLE_CALL_MS: '5000',
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
    // The recording is compared with the audio that was sent.
    EARSHOT_UNTRANSCRIBED_AUDIO: 'serve',
  });

  /** Plays a call from its start into a process that dies after twelve seconds, and starts the next process. */
  async function playIntoDeath(options: Pick<PlayOptions, 'callId' | 'reconnectWithinMs'>) {
    const command = join(home.dataDir, 'command.json');
    const first = await home.start({
      NODE_OPTIONS: `--import ${preload}`,
      EARSHOT_CHAOS: 'death-behind',
      EARSHOT_CHAOS_COMMAND: command,
    });
    await writeFile(command, JSON.stringify({ deathBehind: { frames: MESSAGES, holds: 'everything' } }));
    first.child.kill('SIGUSR2');
    const script = `generated:${options.callId}`;
    const playing = playCall({ audio, url: first.ingestUrl, speed: 1, engine: 'scripted', script, ...options });
    const played = playing.catch(() => null);
    if (first.child.signalCode === null) await new Promise((resolve) => first.child.once('exit', resolve));
    return { next: await home.start(), played };
  }

  const wordsUntil = (callId: string, untilMs: number) =>
    [0, 1].flatMap((track) => generatedUtterances(callId, track, 0, untilMs).map(({ text }) => text));

  it('lists the call with its beginning, its audio and its words when the source does not return', async () => {
    const { next } = await playIntoDeath({ callId: 'gone', reconnectWithinMs: 0 });
    const call = await untilCall(`${next.httpUrl}/graphql`, 'gone', ({ status }) => status !== 'LIVE', 120_000);
    expect(call.status).toBe('INTERRUPTED');
    expect(call.ledger).toHaveLength(2);
    for (const row of call.ledger) {
      expect(row).toMatchObject({ gapMs: 0, gaps: [] });
      expect(row.transcribedMs).toBe(row.receivedMs);
      expect(row.receivedMs).toBeGreaterThanOrEqual(11_000);
    }
    const recorded = Buffer.from(await fetchRecording(next.httpUrl, call.recording?.url ?? ''));
    expect(recorded.length).toBeGreaterThanOrEqual(11 * BYTES_PER_SECOND);
    expect(Buffer.compare(recorded, Buffer.from(audio.payload.subarray(0, recorded.length)))).toBe(0);
    const texts = call.segments.nodes.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(wordsUntil('gone', 10_000)));
    expect(new Set(texts).size).toBe(texts.length);
  }, 240_000);

  it('continues the call after its published audio when the source returns', async () => {
    const { next, played } = await playIntoDeath({ callId: 'back', reconnectWithinMs: 60_000 });
    expect((await played)?.reconnects).toBeGreaterThan(0);
    const call = await untilCall(`${next.httpUrl}/graphql`, 'back', ({ status }) => status !== 'LIVE', 120_000);
    expect(call.status).toBe('ENDED');
    for (const row of call.ledger) {
      expect(new Set(row.gaps.map(({ reason }) => reason))).toEqual(new Set(['CALL_MOVED']));
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
    }
    const recorded = Buffer.from(await fetchRecording(next.httpUrl, call.recording?.url ?? ''));
    const beforeDeath = 11 * BYTES_PER_SECOND;
    expect(Buffer.compare(recorded.subarray(0, beforeDeath), Buffer.from(audio.payload.subarray(0, beforeDeath)))).toBe(
      0,
    );
    const texts = call.segments.nodes.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(wordsUntil('back', 10_000)));
  }, 240_000);
});
