import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CapturingBus } from './capturing-bus.js';
import { IngestUnderTest } from './ingest-under-test.js';
import { FakeRegistry } from './ingest-under-test.js';
import { tone, wav } from './uploads.js';

describe('a folder of recordings', () => {
  const clock = new ManualClock();
  const bus = new CapturingBus();
  let home: string;
  let folder: string;
  let ingest: IngestUnderTest;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'folder-'));
    folder = join(home, 'recordings');
    await mkdir(folder);
    const settings = { EARSHOT_DATA_DIR: home, EARSHOT_RECORDINGS_FOLDER: folder, EARSHOT_RECORDINGS_PACE: '0' };
    ingest = await IngestUnderTest.openIn({ bus, registry: new FakeRegistry() }, settings, clock);
  });
  afterAll(async () => {
    await ingest.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Time passes until this is so. Looking into the folder takes real time. */
  const until = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo())) {
      await clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const has = (place: string, name: string) => async () => (await readdir(join(folder, place))).includes(name);
  const resultOf = async (place: string, name: string) =>
    JSON.parse(await readFile(join(folder, place, `${name}.result.json`), 'utf8')) as { callId?: string };

  it('gives a call of each file, with what stands beside it', async () => {
    await writeFile(join(folder, 'a.json'), JSON.stringify({ agentId: 'mia', roles: ['AGENT', 'CUSTOMER'] }));
    await writeFile(join(folder, 'a.wav'), wav(tone(1)));
    await until(has('done', 'a.wav.result.json'));
    const { callId = '' } = await resultOf('done', 'a.wav');
    expect(await bus.next(callId, 'call.started')).toMatchObject({ data: { source: 'upload', agentId: 'mia' } });
    expect(await bus.next(callId, 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'AGENT' }, { role: 'CUSTOMER' }] },
    });
    expect(await readdir(folder)).toEqual(['done', 'failed']);
    expect((await readdir(join(folder, 'done'))).sort()).toEqual(['a.json', 'a.wav', 'a.wav.result.json']);
  });

  it('waits for a file that still grows', async () => {
    const file = wav(tone(1.5));
    const path = join(folder, 'grows.wav');
    await writeFile(path, file.subarray(0, 1_000));
    for (let at = 1_000; at < file.length; at += 5_000) {
      await appendFile(path, file.subarray(at, at + 5_000));
      await clock.advance(1_000);
    }
    await until(has('done', 'grows.wav.result.json'));
    const { callId = '' } = await resultOf('done', 'grows.wav');
    expect(bus.audio(callId)).toHaveLength(file.length - 44);
  });

  it('moves what cannot be read, and says why', async () => {
    await writeFile(join(folder, 'words.wav'), 'these are words');
    await writeFile(join(folder, 'b.json'), '{"agent":"mia"}');
    await writeFile(join(folder, 'b.wav'), wav(tone(0.2)));
    await until(has('failed', 'words.wav.result.json'));
    await until(has('failed', 'b.wav.result.json'));
    expect(await resultOf('failed', 'words.wav')).toMatchObject({ code: 'UPLOAD_FORMAT_UNKNOWN' });
    expect(await resultOf('failed', 'b.wav')).toMatchObject({
      code: 'UPLOAD_METADATA_INVALID',
      detail: expect.stringContaining('agent'),
    });
  });

  it('follows no link', async () => {
    await writeFile(join(home, 'secret.wav'), wav(tone(0.3)));
    await symlink(join(home, 'secret.wav'), join(folder, 'link.wav'));
    await writeFile(join(folder, 'c.wav'), wav(tone(0.4)));
    await until(has('done', 'c.wav.result.json'));
    expect(await readdir(folder)).toEqual(['done', 'failed', 'link.wav']);
    await writeFile(join(home, 'secret.json'), '{"agentId":"mia"}');
    await symlink(join(home, 'secret.json'), join(folder, 'd.json'));
    await writeFile(join(folder, 'd.wav'), wav(tone(0.5)));
    await until(has('failed', 'd.wav.result.json'));
    expect(await resultOf('failed', 'd.wav')).toMatchObject({ code: 'UPLOAD_METADATA_INVALID' });
  });

  it('that cannot be written to keeps ingest from its start', async () => {
    await writeFile(join(home, 'file'), '');
    for (const folder of [join(home, 'file'), '/proc/earshot']) {
      const settings = { EARSHOT_DATA_DIR: home, EARSHOT_RECORDINGS_FOLDER: folder };
      await expect(IngestUnderTest.open(settings)).rejects.toMatchObject({ code: 'RECORDINGS_UNUSABLE' });
    }
  });
});
