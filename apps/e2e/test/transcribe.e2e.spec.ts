import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { testAudio } from './support/audio.js';
import { checkPage } from './support/check-page.js';
import { startEarshotProcess, type EarshotProcess } from './support/earshot-process.js';
import { untilCall } from './support/graphql.js';

const command = join(import.meta.dirname, '../../../tools/run/transcribe/dist/main.js');
const SECONDS = 24;
const CALL_ID = 'untranscribed';

describe('npm run transcribe', () => {
  let dataDir: string;
  let running: EarshotProcess | undefined;
  const start = async (engine: string): Promise<EarshotProcess> =>
    (running = await startEarshotProcess({
      EARSHOT_DATA_DIR: dataDir,
      EARSHOT_HTTP_PORT: '0',
      EARSHOT_INGEST_PORT: '0',
      SPEECH_ENGINE: engine,
      EARSHOT_CALL_PACE: '0',
      // What Earshot adds by itself may be done before the command asks.
      EARSHOT_AUTO_BACKFILL: 'off',
    }));
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-transcribe-'));
  });
  afterEach(async () => {
    await running?.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('transcribes a call that was recorded while no speech engine could run', async () => {
    const withoutEngine = await start('none');
    await playCall({ audio: testAudio(SECONDS * 1_000), url: withoutEngine.ingestUrl, callId: CALL_ID, speed: 'max' });
    const recorded = await untilCall(
      `${withoutEngine.httpUrl}/graphql`,
      CALL_ID,
      ({ status }) => status === 'ENDED',
      60_000,
    );
    expect(recorded).toMatchObject({ engine: null, segments: { nodes: [] } });
    expect(recorded.ledger).toHaveLength(2);
    for (const row of recorded.ledger) {
      expect(row).toMatchObject({ transcribedMs: 0, gapMs: SECONDS * 1_000, gaps: [{ reason: 'NO_SPEECH_ENGINE' }] });
    }
    expect(await withoutEngine.end('SIGTERM')).toBe(0);

    const withEngine = await start('scripted');
    const url = `${withEngine.httpUrl}/graphql`;
    const { stdout } = await promisify(execFile)(process.execPath, [command, CALL_ID, '--url', url]);
    expect(stdout).toContain('track 0, CUSTOMER: 24.0 of 24.0 s transcribed');
    expect(stdout).toContain('track 1, AGENT: 24.0 of 24.0 s transcribed');

    const transcribed = await untilCall(url, CALL_ID, ({ segments }) => segments.nodes.length > 0, 60_000);
    expect(transcribed.status).toBe('ENDED');
    expect(transcribed.ledger).toHaveLength(2);
    for (const row of transcribed.ledger) {
      expect(row.gapMs).toBe(0);
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
    }
    expect(new Set(transcribed.segments.nodes.map(({ track }) => track))).toEqual(new Set([0, 1]));
    const [first] = transcribed.segments.nodes;
    expect(first).toMatchObject({ engine: 'scripted', isPartial: false });
    await checkPage(`${withEngine.httpUrl}/calls/${CALL_ID}`, async (page) => {
      const transcript = page.getByRole('region', { name: 'Transcript lines' });
      await transcript.getByText(first?.text ?? '').waitFor({ timeout: 60_000 });
    });
  }, 240_000);
});
