import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { LocalMasterKey } from '@earshot/keys';
import { generatedUtterances } from '@earshot/speech';
import { fetchRecording, testAudio } from './support/audio.js';
import { earshotHomePerTest, type EarshotProcess } from './support/earshot-process.js';
import { findAny, findPlantedFiles, findPlantedTables } from './support/find-planted.js';
import { query, untilCall, type FetchedCall } from './support/graphql.js';
import { readJournal } from './support/read-journal.js';

const key = Buffer.alloc(32, 9);
const masterKey = new LocalMasterKey([key]);
const SEED = 'paused';
/** The player ends the call when the test has seen enough. */
const audio = testAudio(600_000);
const sound = Buffer.from(audio.payload);
const BYTES_PER_MS = 32;

interface Pause {
  readonly fromMs: number;
  readonly toMs: number;
}
interface PausedCall {
  readonly pausedSince: string | null;
  readonly ledger: readonly {
    readonly receivedMs: number;
    readonly transcribedMs: number;
    readonly pausedMs: number;
    readonly gapMs: number;
    readonly openMs: number;
    readonly isComplete: boolean;
    readonly pauses: readonly Pause[];
  }[];
}
const PAUSED = `query ($id: ID!) { call(id: $id) { pausedSince
  ledger { receivedMs transcribedMs pausedMs gapMs openMs isComplete pauses { fromMs toMs } } } }`;

const utterancesOf = (track: number, toMs: number) => generatedUtterances(SEED, track, 0, toMs);

/** The account says where the call was paused, once, and adds up. */
function expectAccount(ledger: PausedCall['ledger']): Pause {
  const [first, second] = ledger.map(({ pauses }) => pauses);
  expect(first).toHaveLength(1);
  expect(second).toEqual(first);
  const { fromMs, toMs } = first?.[0] as Pause;
  for (const { receivedMs, transcribedMs, pausedMs, openMs, gapMs } of ledger) {
    expect(openMs).toBe(0);
    expect(pausedMs).toBeCloseTo(toMs - fromMs, 3);
    expect(receivedMs).toBeCloseTo(transcribedMs + pausedMs + gapMs, 3);
  }
  return { fromMs, toMs };
}

/** Every word before and after the pause is there, at its time. */
function expectWords({ segments }: FetchedCall, { fromMs, toMs }: Pause): void {
  for (const track of [0, 1]) {
    const finals = segments.nodes.filter((segment) => segment.track === track && !segment.isPartial);
    const heard = new Map(finals.map(({ text, startMs }) => [text, startMs]));
    const spoken = utterancesOf(track, Math.max(...finals.map(({ endMs }) => endMs)));
    const outside = spoken.filter(({ startMs, endMs }) => endMs < fromMs - 500 || startMs > toMs + 500);
    for (const { text, startMs } of outside) expect([text, heard.get(text)]).toEqual([text, startMs]);
    expect(outside.some(({ startMs }) => startMs > toMs)).toBe(true);
  }
}

describe('a call that is paused', () => {
  const home = earshotHomePerTest({
    EARSHOT_MASTER_KEY: key.toString('base64'),
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
  });
  const ask = (earshot: EarshotProcess, mutation: string) =>
    query(`${earshot.httpUrl}/graphql`, `mutation { ${mutation}(id: "c1") { id } }`);
  async function untilPaused(earshot: EarshotProcess, holds: (call: PausedCall) => boolean): Promise<PausedCall> {
    for (;;) {
      const { call } = await query<{ call: PausedCall | null }>(`${earshot.httpUrl}/graphql`, PAUSED, { id: 'c1' });
      if (call !== null && holds(call)) return call;
      await sleep(100);
    }
  }
  const pausedMsOf = ({ ledger }: PausedCall) => ledger[0]?.pausedMs ?? 0;

  it.each([
    ['', false],
    [', also when Earshot is killed meanwhile', true],
  ])(
    'leaves nothing of the pause anywhere, and later words have their time%s',
    async (_, isKilled) => {
      const processes = [await home.start()];
      const running = () => processes.at(-1) as EarshotProcess;
      const stop = new AbortController();
      const options = { audio, callId: 'c1', engine: 'scripted', script: `generated:${SEED}`, speed: 1 };
      const playing = playCall({ ...options, url: running().ingestUrl, signal: stop.signal }).catch(() => undefined);
      await untilCall(`${running().httpUrl}/graphql`, 'c1', ({ segments }) => segments.nodes.length > 2);
      await ask(running(), 'pauseCall');
      await untilPaused(running(), (call) => call.pausedSince !== null && pausedMsOf(call) > 5_000);
      if (isKilled) {
        await running().end('SIGKILL');
        processes.push(await home.start());
      }
      const { pausedSince } = await untilPaused(running(), (call) => pausedMsOf(call) > 12_000);
      expect(pausedSince).not.toBeNull();
      await ask(running(), 'resumeCall');
      const resumed = await untilPaused(running(), (call) => call.pausedSince === null);
      const resumedMs = resumed.ledger[0]?.receivedMs ?? 0;
      await untilCall(`${running().httpUrl}/graphql`, 'c1', ({ segments: { nodes } }) =>
        [0, 1].every((track) => nodes.filter((one) => one.track === track && one.startMs > resumedMs).length > 1),
      );
      stop.abort();
      await playing;
      const call = await untilCall(`${running().httpUrl}/graphql`, 'c1', ({ status }) => status !== 'LIVE');
      const { ledger } = await untilPaused(running(), () => true);

      const { fromMs, toMs } = expectAccount(ledger);
      expectWords(call, { fromMs, toMs });
      const at = (ms: number) => Math.round(ms) * BYTES_PER_MS;

      // Nothing that was said in between is anywhere.
      const inside = [0, 1].flatMap((track) =>
        utterancesOf(track, toMs).filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs),
      );
      expect(inside.length).toBeGreaterThan(2);
      const stretches = Array.from({ length: 20 }, (_stretch, n) => fromMs + 500 + (n * (toMs - fromMs - 1_000)) / 20);
      const needles = inside.map(({ text }) => Buffer.from(text));
      // After a kill, the player is at another place of its audio.
      const audioNeedles = isKilled ? [] : stretches.map((ms) => sound.subarray(at(ms), at(ms) + 64));
      const isPlanted = findAny([...needles, ...audioNeedles]);
      expect(await findPlantedTables(home.dataDir, isPlanted)).toEqual([]);
      expect(await findPlantedFiles(home.dataDir, isPlanted)).toEqual([]);
      expect(isPlanted(Buffer.from(await readJournal(home.dataDir, masterKey), 'latin1'))).toBe(false);
      for (const { output } of processes) expect(isPlanted(Buffer.from(output()))).toBe(false);
      expect(isPlanted(Buffer.from(await (await fetch(`${running().httpUrl}/metrics`)).text()))).toBe(false);
      // The search finds what is there.
      const isHeard = findAny(call.segments.nodes.slice(0, 1).map(({ text }) => Buffer.from(text)));
      expect(await findPlantedTables(home.dataDir, isHeard)).toContain('segments');

      // The recording is silent there, and as long as the call.
      const recording = Buffer.from(await fetchRecording(running().httpUrl, call.recording?.url ?? ''));
      expect(recording.length / BYTES_PER_MS).toBeCloseTo(call.durationMs, 0);
      const silent = recording.subarray(Math.ceil(fromMs * 8) * 4, Math.floor(toMs * 8) * 4);
      expect(silent.equals(Buffer.alloc(silent.length))).toBe(true);
      for (const ms of isKilled ? [0] : [0, toMs + 1_000])
        expect(recording.subarray(at(ms), at(ms + 1_000)).equals(sound.subarray(at(ms), at(ms + 1_000)))).toBe(true);
    },
    240_000,
  );

  it('has ended: it cannot be paused any more', async () => {
    const earshot = await home.start();
    await playCall({ audio: testAudio(1_000), callId: 'c1', speed: 1, url: earshot.ingestUrl });
    await untilCall(`${earshot.httpUrl}/graphql`, 'c1', ({ status }) => status === 'ENDED');
    await expect(ask(earshot, 'pauseCall')).rejects.toThrow('The call has ended.');
  }, 120_000);
});
