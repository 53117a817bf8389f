import { Failure, type Clock, type Logger } from '@earshot/ports';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { lockModel } from '../models/model-lock.js';
import { downloadFile } from './download-file.js';
import { extractArchive } from './extract-archive.js';
import { findModel, type SherpaModel } from './find-model.js';
import type { CatalogModel } from './model-catalog.js';

const digestsSchema = z.record(
  z.string(),
  z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), sizeBytes: z.number() }),
);

export interface ModelStoreOptions {
  /** A model lies in `<modelsDir>/<archive>`. */
  readonly modelsDir: string;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The downloaded models of this machine. */
export class ModelStore {
  private readonly directory: string;

  constructor(private readonly options: ModelStoreOptions) {
    this.directory = options.modelsDir;
  }

  /** The model if it is already downloaded, else null. */
  async findInstalled(name: string, { archive }: CatalogModel): Promise<SherpaModel | null> {
    const model = await findModel(join(this.directory, archive), name);
    return typeof model === 'string' ? null : model;
  }

  urlOf({ archive }: CatalogModel): string {
    return `${this.options.baseUrl.replace(/\/+$/, '')}/${archive}.tar.bz2`;
  }

  /**
   * Downloads and unpacks a model. The digest of the first download is kept in `digests.json`; a later download with
   * another digest is refused with `Failure` `SPEECH_MODEL_CHANGED`. Also rejects as `downloadFile` and `extractArchive` do,
   * with `SPEECH_MODEL_BUSY` while another process downloads the model, and with `SPEECH_MODEL_UNUSABLE` if the archive
   * contains no model.
   */
  async download(name: string, model: CatalogModel, signal: AbortSignal): Promise<SherpaModel> {
    await mkdir(this.directory, { recursive: true });
    const unlock = await lockModel(join(this.directory, `${model.archive}.lock`));
    try {
      const path = join(this.directory, `${model.archive}.tar.bz2.part`);
      const sizeBytes = await downloadFile({
        url: this.urlOf(model),
        path,
        clock: this.options.clock,
        signal,
        onProgress: this.makeReporter(name),
      });
      const saveDigest = await this.checkDigest(model.archive, path, sizeBytes);
      const installed = await this.unpack(name, model, path, signal);
      await saveDigest();
      await discardDownload(path);
      return installed;
    } finally {
      await unlock();
    }
  }

  private async unpack(
    name: string,
    { archive }: CatalogModel,
    path: string,
    signal: AbortSignal,
  ): Promise<SherpaModel> {
    const unpacking = join(this.directory, `${archive}.unpacking`);
    await rm(unpacking, { recursive: true, force: true });
    await mkdir(unpacking);
    try {
      await extractArchive(path, unpacking, signal);
      const found = await findModel(join(unpacking, archive), name);
      if (typeof found === 'string') throw new Failure('SPEECH_MODEL_UNUSABLE', `the archive holds no model: ${found}`);
      await rm(join(this.directory, archive), { recursive: true, force: true });
      await rename(join(unpacking, archive), join(this.directory, archive));
    } catch (error) {
      // The next download would resume a damaged archive, so it starts from zero.
      if (!signal.aborted) await discardDownload(path);
      throw error;
    } finally {
      await rm(unpacking, { recursive: true, force: true });
    }
    const installed = await findModel(join(this.directory, archive), name);
    if (typeof installed === 'string') throw new Failure('SPEECH_MODEL_UNUSABLE', installed);
    return installed;
  }

  private async checkDigest(archive: string, path: string, sizeBytes: number): Promise<() => Promise<void>> {
    const file = join(this.directory, 'digests.json');
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const sha256 = hash.digest('hex');
    const digests = digestsSchema.parse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
    const known = digests[archive]?.sha256;
    if (known !== undefined && known !== sha256) {
      await discardDownload(path);
      const both = `${sha256.slice(0, 12)} instead of ${known.slice(0, 12)}`;
      throw new Failure(
        'SPEECH_MODEL_CHANGED',
        `the digest of ${archive} is ${both}; if the publisher changed the model, remove its line from ${file}`,
      );
    }
    return async () => {
      await writeFile(`${file}.new`, `${JSON.stringify({ ...digests, [archive]: { sha256, sizeBytes } }, null, 2)}\n`);
      await rename(`${file}.new`, file);
    };
  }

  private makeReporter(name: string): (receivedBytes: number, totalBytes: number | null) => void {
    let reported = -1;
    return (receivedBytes, totalBytes) => {
      const tenths =
        totalBytes === null ? Math.floor(receivedBytes / 50_000_000) : Math.floor((receivedBytes * 10) / totalBytes);
      if (tenths <= reported) return;
      reported = tenths;
      this.options.logger.info({ model: name, receivedBytes, totalBytes }, 'downloading a speech model');
    };
  }
}

/** Removes a partial download. */
async function discardDownload(path: string): Promise<void> {
  await Promise.all([path, `${path}.etag`].map((each) => rm(each, { force: true })));
}
