import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { LocalMasterKey } from '@earshot/keys';
import { generatedUtterances } from '@earshot/speech';
import { testAudio } from './support/audio.js';
import { earshotHomePerTest, type EarshotProcess } from './support/earshot-process.js';
import { findAny, findPlantedFiles, findPlantedTables } from './support/find-planted.js';
import { query, readCall, untilCall } from './support/graphql.js';
import { readJournal } from './support/read-journal.js';

const key = Buffer.alloc(32, 9);
const masterKey = new LocalMasterKey([key]);
const [NUMBER, AGENT] = ['+15559990001', 'planted-agent'];
const audio = testAudio(60_000);
const sound = Buffer.from(audio.payload);
const stretches = Array.from({ length: 24 }, (_, at) => sound.subarray((at + 1) * 20_000, (at + 1) * 20_000 + 32));
const words = [0, 1].flatMap((track) => generatedUtterances('erased', track, 0, 60_000).map(({ text }) => text));
/** What was said, who it was, and what was heard. */
const needles: readonly Buffer[] = [...words, NUMBER, AGENT].map((text) => Buffer.from(text)).concat(stretches);

const isPlanted = findAny(needles);

describe('a call that is erased', () => {
  const home = earshotHomePerTest({
    EARSHOT_MASTER_KEY: key.toString('base64'),
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
    EARSHOT_CALL_PACE: '0',
  });
  const call = { audio, engine: 'scripted', script: 'generated:erased', fromNumber: NUMBER, agentId: AGENT };
  const erase = (earshot: EarshotProcess, id: string) =>
    query(`${earshot.httpUrl}/graphql`, 'mutation ($id: ID!) { eraseCall(id: $id, reason: "asked") { callId } }', {
      id,
    });
  async function untilRemoved(earshot: EarshotProcess): Promise<void> {
    const proofs = '{ erasures { nodes { callId removedAt removedFiles } } }';
    for (;;) {
      const { erasures } = await query<{ erasures: { nodes: { removedAt: string | null; removedFiles: number }[] } }>(
        `${earshot.httpUrl}/graphql`,
        proofs,
      );
      if (erasures.nodes[0]?.removedAt) return expect(erasures.nodes[0].removedFiles).toBe(1);
      await sleep(100);
    }
  }
  const findTables = async () => findPlantedTables((await findEmbeddedPostgres(home.dataDir)) ?? '', isPlanted);
  async function expectNothingLeft(processes: readonly EarshotProcess[]): Promise<void> {
    const [running] = processes.slice(-1);
    // A moment after the last message, the journal of the bus is empty.
    while (isPlanted(Buffer.from(await readJournal(home.dataDir, masterKey), 'latin1'))) await sleep(100);
    expect(await findTables()).toEqual([]);
    expect(await findPlantedFiles(home.dataDir, isPlanted)).toEqual([]);
    const metrics = await (await fetch(`${running?.httpUrl}/metrics`)).text();
    expect(metrics).toContain('earshot_calls_erased_total');
    for (const text of [metrics, ...processes.map((each) => each.output())])
      expect(isPlanted(Buffer.from(text))).toBe(false);
    expect(
      (await readdir(join(home.dataDir, 'recordings'), { recursive: true })).filter((name) => /\.wav/.test(name)),
    ).toEqual([]);
  }

  it('while it goes on leaves nothing readable, and its source is told that it is over', async () => {
    const earshot = await home.start();
    const graphql = `${earshot.httpUrl}/graphql`;
    const playing = playCall({ ...call, callId: 'live', speed: 1, url: earshot.ingestUrl }).then(
      () => 'played to its end',
      (error: unknown) => String((error as Error).message),
    );
    await untilCall(
      graphql,
      'live',
      (found) => found.segments.nodes.length > 2 && (found.recording?.durationMs ?? 0) > 5_000,
    );
    expect(await findTables()).toEqual(expect.arrayContaining(['calls', 'segments', 'participants']));
    await erase(earshot, 'live');
    expect(await readCall(graphql, 'live')).toBeNull();
    expect(await playing).toContain('CALL_ALREADY_ENDED');
    await untilRemoved(earshot);
    await expectNothingLeft([earshot]);
    // Its source may not bring it back.
    await expect(playCall({ ...call, callId: 'live', speed: 8, url: earshot.ingestUrl })).rejects.toThrow(
      'CALL_ALREADY_ENDED',
    );
    expect(await readCall(graphql, 'live')).toBeNull();
    await expectNothingLeft([earshot]);
  }, 240_000);

  it('is erased whole also when the process is killed at once', async () => {
    const first = await home.start();
    await playCall({ ...call, callId: 'killed', speed: 8, url: first.ingestUrl });
    await untilCall(`${first.httpUrl}/graphql`, 'killed', ({ status }) => status === 'ENDED');
    await erase(first, 'killed');
    await first.end('SIGKILL');
    const second = await home.start();
    expect(await readCall(`${second.httpUrl}/graphql`, 'killed')).toBeNull();
    await untilRemoved(second);
    await expectNothingLeft([first, second]);
  }, 240_000);
});
