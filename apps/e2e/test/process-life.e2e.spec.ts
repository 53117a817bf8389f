import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { generatedUtterances } from '@earshot/speech';
import { isProcessAlive } from '@earshot/testing';
import { fetchRecording, testAudio } from './support/audio.js';
import { earshotHomePerTest, runRefusedStart } from './support/earshot-process.js';
import { untilCall, type FetchedCall } from './support/graphql.js';

/** Longer than any machine takes for a kill and a restart. */
const CALL_MS = 300_000;

describe('the standalone process', () => {
  const home = earshotHomePerTest({
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
    EARSHOT_CALL_PACE: '0',
    // The recording is compared with the audio that was sent, also where a killed process left no words.
    EARSHOT_UNTRANSCRIBED_AUDIO: 'serve',
  });

  let stop: AbortController;
  beforeEach(() => {
    stop = new AbortController();
  });
  // Also after a test that failed: its call would play on for minutes.
  afterEach(() => stop.abort());

  it('keeps recording and finals after a kill, continues the call and declares the gap', async () => {
    const first = await home.start();
    // Far longer than the restart. The call ends when the second process has finals of its own.
    const audio = testAudio(CALL_MS);
    const call = playCall({
      audio,
      signal: stop.signal,
      url: first.ingestUrl,
      callId: 'survivor',
      speed: 1,
      engine: 'scripted',
      script: 'generated:survivor',
      reconnectWithinMs: CALL_MS,
    });
    call.catch(() => {});
    const known = new Set(
      [0, 1].flatMap((track) => generatedUtterances('survivor', track, 0, CALL_MS).map(({ text }) => text)),
    );
    const countWhole = ({ segments }: FetchedCall): number =>
      segments.nodes.filter(({ isPartial, text }) => !isPartial && known.has(text)).length;
    const early = await untilCall(
      `${first.httpUrl}/graphql`,
      'survivor',
      ({ segments }) => segments.nodes.length >= 2,
      CALL_MS,
    );
    await first.end('SIGKILL');
    const second = await home.start();
    const isHeardAgain = (later: FetchedCall) => countWhole(later) > early.segments.nodes.length;
    await untilCall(`${second.httpUrl}/graphql`, 'survivor', isHeardAgain, CALL_MS);
    stop.abort();
    const result = await call;
    expect(result.reconnects).toBeGreaterThan(0);
    const isOver = ({ status }: FetchedCall) => status !== 'LIVE';
    const after = await untilCall(`${second.httpUrl}/graphql`, 'survivor', isOver, CALL_MS);
    expect(after.status).toBe('ENDED');
    const texts = after.segments.nodes.map(({ text }) => text);
    for (const { text } of early.segments.nodes) expect(texts.filter((other) => other === text)).toHaveLength(1);
    const whole = texts.filter((text) => known.has(text));
    expect(new Set(whole).size).toBe(whole.length);
    expect(after.ledger).toHaveLength(2);
    for (const row of after.ledger) {
      expect(row.gapMs).toBeGreaterThan(0);
      expect(row.gaps.some(({ reason }) => reason === 'CALL_MOVED')).toBe(true);
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
    }
    const recorded = await fetchRecording(second.httpUrl, after.recording?.url ?? '');
    const beforeKill = audio.payload.subarray(0, 32 * 4_000);
    expect(Buffer.compare(Buffer.from(recorded.subarray(0, beforeKill.length)), Buffer.from(beforeKill))).toBe(0);
    const endBytes = Math.round((result.sentMs + result.skippedMs) * 32);
    const lastSecond = audio.payload.subarray(endBytes - 32_000, endBytes);
    expect(Buffer.compare(Buffer.from(recorded.subarray(-32_000)), Buffer.from(lastSecond))).toBe(0);
    expect(recorded.length / 32).toBeCloseTo(after.ledger[0]?.receivedMs ?? 0, 0);
  }, 600_000);

  it('keeps its calls over Ctrl-C and a restart, and leaves no process behind', async () => {
    const first = await home.start();
    await playCall({
      audio: testAudio(8_000),
      url: first.ingestUrl,
      callId: 'kept',
      speed: 'max',
      engine: 'scripted',
      script: 'generated:kept',
    });
    const before = await untilCall(`${first.httpUrl}/graphql`, 'kept', ({ status }) => status === 'ENDED');
    const postgres = await postgresOf(home.dataDir);
    expect(isProcessAlive(postgres)).toBe(true);
    expect(await first.end('SIGINT')).toBe(0);
    expect(isProcessAlive(postgres)).toBe(false);
    const second = await home.start();
    const after = await untilCall(`${second.httpUrl}/graphql`, 'kept', () => true);
    expect(after.segments.nodes.map(({ text }) => text)).toEqual(before.segments.nodes.map(({ text }) => text));
    const health = await fetch(`${second.httpUrl}/health/ready`);
    expect(health.status).toBe(200);
    expect(await (await fetch(`${second.httpUrl}/metrics`)).text()).toContain('earshot_');
  }, 90_000);

  it('shuts down normally if only the npm process that started it is stopped', async () => {
    const earshot = await home.start({}, ['npm', 'start']);
    const postgres = await postgresOf(home.dataDir);
    expect(isProcessAlive(postgres)).toBe(true);
    // The pipe closes when the last process that could write to it has exited.
    const closed = once(earshot.child, 'close');
    await earshot.end('SIGTERM');
    await closed;
    expect(earshot.output()).toMatch(/Finishing the work in progress[^]*Stopped\./);
    expect(isProcessAlive(postgres)).toBe(false);
  }, 90_000);

  /** What a person may set by mistake, given the data directory, and the line that names it. */
  const mistakes: [string, (home: string) => Record<string, string>, RegExp][] = [
    ['a port that is no number', () => ({ EARSHOT_HTTP_PORT: 'many' }), /^EARSHOT_HTTP_PORT: /m],
    ['a file as folder', (home) => ({ EARSHOT_DATA_DIR: join(home, 'a-file') }), /^EARSHOT_DATA_DIR: /m],
    ['an open address', () => ({ EARSHOT_HOST: '0.0.0.0' }), /^EARSHOT_HOST: with EARSHOT_AUTH=open /m],
    ['an unknown engine', () => ({ SPEECH_ENGINE: 'parrot' }), /^SPEECH_ENGINE: /m],
    [
      'a shared database without a master key',
      () => ({ DATABASE_URL: 'postgres://127.0.0.1:1/earshot' }),
      /^EARSHOT_MASTER_KEY: not set, and needed/m,
    ],
  ];

  it.each(mistakes)(
    'reports %s in one line',
    async (_what, mistake, line) => {
      await writeFile(join(home.dataDir, 'a-file'), '');
      await expectRefusal({ ...home.env, ...mistake(home.dataDir) }, line);
    },
    90_000,
  );

  it('reports a port that is taken in one line', async () => {
    const taken = createServer().listen(Number(home.env['EARSHOT_HTTP_PORT']), '127.0.0.1');
    try {
      await expectRefusal(home.env, /^EARSHOT_HTTP_PORT: port \d+ is taken/m);
    } finally {
      taken.close();
    }
  }, 90_000);
});

async function expectRefusal(env: Record<string, string>, line: RegExp): Promise<void> {
  const { code, output } = await runRefusedStart(env);
  expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(line) });
  expect(output.trim().split('\n').length).toBeLessThanOrEqual(2);
}

/** The process id of the embedded PostgreSQL, from the first line of its pid file. */
const postgresOf = async (dataDir: string): Promise<number> =>
  Number.parseInt(await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
