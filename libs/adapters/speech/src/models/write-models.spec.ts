import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeModels } from './write-models.js';

describe('writing into the folder of the models', () => {
  let home: string;
  beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), 'earshot-models-'))));
  afterEach(() => rm(home, { recursive: true }));

  const writeFileInto = (folder: string) => writeModels(folder, () => writeFile(join(folder, 'model'), 'words'));

  it('creates the folder and those above it, also for two writers at once', async () => {
    const folder = join(home, 'a', 'b', 'c');
    await Promise.all([writeFileInto(folder), writeFileInto(folder)]);
    expect(await readdir(folder)).toEqual(['model']);
  });

  it('ends with one clear line where no folder can be made, where a file is in the way, and on a full disk', async () => {
    await writeFile(join(home, 'file'), '');
    const refusals = [
      ['/proc/models', 'cannot write models to /proc/models: no folder can be made there'],
      ['/proc/models/deeper', 'cannot write models to /proc/models/deeper: no folder can be made there'],
      [join(home, 'file'), `cannot write models to ${join(home, 'file')}: a file is in the way`],
      [join(home, 'file', 'deeper'), `cannot write models to ${join(home, 'file', 'deeper')}: a file is in the way`],
    ] as const;
    for (const [folder, message] of refusals)
      await expect(writeFileInto(folder)).rejects.toMatchObject({ code: 'SPEECH_MODEL_FOLDER_UNUSABLE', message });
    await expect(writeModels(home, () => writeFile('/dev/full', 'words'))).rejects.toMatchObject({
      code: 'SPEECH_MODEL_FOLDER_UNUSABLE',
      message: `cannot write models to ${home}: the disk is full`,
    });
  });

  it('leaves other errors as they are', async () => {
    for (const error of [new Failure('SPEECH_MODEL_BUSY', 'busy'), new Error('broken')])
      await expect(writeModels(home, () => Promise.reject(error))).rejects.toBe(error);
  });
});
