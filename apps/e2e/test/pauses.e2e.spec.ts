import { describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { LocalMasterKey } from '@earshot/keys';
import { testAudio } from './support/audio.js';
import { earshotHomePerTest, type EarshotProcess } from './support/earshot-process.js';
import { findAny, findPlantedFiles, findPlantedTables } from './support/find-planted.js';
import { untilCall } from './support/graphql.js';
import {
  askForPause,
  expectSilentPause,
  heardOf,
  playPausedCall,
  scriptedEngine,
  soundOfPause,
  wordsOfPause,
} from './support/paused-call.js';
import { readJournal } from './support/read-journal.js';

const key = Buffer.alloc(32, 9);
const masterKey = new LocalMasterKey([key]);

describe('a call that is paused', () => {
  const home = earshotHomePerTest({ EARSHOT_MASTER_KEY: key.toString('base64'), ...scriptedEngine });

  it.each([
    ['', false],
    [', also when Earshot is killed meanwhile', true],
  ])(
    'leaves nothing of the pause anywhere, and later words have their time%s',
    async (_, isKilled) => {
      const processes = [await home.start()];
      const running = () => processes.at(-1) as EarshotProcess;
      const played = await playPausedCall(running, 12_000, async () => {
        if (!isKilled) return;
        await running().end('SIGKILL');
        processes.push(await home.start());
      });
      const { call, span } = played;
      const database = (await findEmbeddedPostgres(home.dataDir)) ?? '';

      // Nothing that was said in between is anywhere. After a kill, the player is at another place of its audio.
      const isPlanted = findAny([...wordsOfPause(span), ...(isKilled ? [] : soundOfPause(span))]);
      expect(await findPlantedTables(database, isPlanted)).toEqual([]);
      expect(await findPlantedFiles(home.dataDir, isPlanted)).toEqual([]);
      expect(isPlanted(Buffer.from(await readJournal(home.dataDir, masterKey), 'latin1'))).toBe(false);
      for (const { output } of processes) expect(isPlanted(Buffer.from(output()))).toBe(false);
      expect(isPlanted(Buffer.from(await (await fetch(`${running().httpUrl}/metrics`)).text()))).toBe(false);
      // The search finds what is there.
      expect(await findPlantedTables(database, findAny(heardOf(call)))).toContain('segments');

      await expectSilentPause(running(), played, isKilled ? [0] : [0, span.toMs + 1_000]);
    },
    240_000,
  );

  it('has ended: it cannot be paused any more', async () => {
    const earshot = await home.start();
    await playCall({ audio: testAudio(1_000), callId: 'c1', speed: 1, url: earshot.ingestUrl });
    await untilCall(`${earshot.httpUrl}/graphql`, 'c1', ({ status }) => status === 'ENDED');
    await expect(askForPause(earshot, 'pauseCall')).rejects.toThrow('The call has ended.');
  }, 120_000);
});
