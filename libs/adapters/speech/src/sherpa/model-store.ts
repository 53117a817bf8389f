import { Failure, type Clock, type Logger } from '@earshot/ports';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hashFile } from '../models/hash-file.js';
import { lockModel } from '../models/model-lock.js';
import { writeModels } from '../models/write-models.js';
import { downloadFile } from './download-file.js';
import { extractArchive } from './extract-archive.js';
import { findModel, type SherpaModel } from './find-model.js';
import type { CatalogModel, ModelPin } from './model-catalog.js';

export interface ModelStoreOptions {
  /** A model lies in `<modelsDir>/<archive>`. */
  readonly modelsDir: string;
  readonly baseUrl: string;
  /** SHA-256 of the archive that the operator trusts. It replaces the pin in the table of models. */
  readonly archiveSha256?: string | undefined;
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

  /** Why the model must not be downloaded, in one line, or null: without a digest nobody could notice another model. */
  explainRefusal(name: string, model: CatalogModel): string | null {
    if (this.pinOf(model) !== null) return null;
    return `Earshot does not know the digest of ${name}; set SPEECH_MODEL_SHA256 to the SHA-256 of ${this.urlOf(model)}`;
  }

  /**
   * Downloads and unpacks a model that matches its pin. Rejects with `Failure` `SPEECH_MODEL_UNPINNED` before it downloads a
   * model without a pin, and with `SPEECH_MODEL_CHANGED` for an archive or a file with another digest. Also rejects as
   * `downloadFile`, `extractArchive` and `writeModels` do, with `SPEECH_MODEL_BUSY` while another process downloads the model, and with
   * `SPEECH_MODEL_UNUSABLE` if the archive contains no model.
   */
  async download(name: string, model: CatalogModel, signal: AbortSignal): Promise<SherpaModel> {
    const pin = this.pinOf(model);
    if (pin === null) throw new Failure('SPEECH_MODEL_UNPINNED', this.explainRefusal(name, model) ?? name);
    return writeModels(this.directory, () => this.downloadPinned(name, model, pin, signal));
  }

  private async downloadPinned(
    name: string,
    model: CatalogModel,
    pin: ModelPin,
    signal: AbortSignal,
  ): Promise<SherpaModel> {
    const unlock = await lockModel(join(this.directory, `${model.archive}.lock`));
    try {
      const path = join(this.directory, `${model.archive}.tar.bz2.part`);
      await downloadFile({
        url: this.urlOf(model),
        path,
        clock: this.options.clock,
        signal,
        onProgress: this.makeReporter(name),
      });
      if ('archive' in pin) await checkArchive(`${model.archive}.tar.bz2`, path, pin.archive);
      const installed = await this.unpack(name, model, path, pin, signal);
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
    pin: ModelPin,
    signal: AbortSignal,
  ): Promise<SherpaModel> {
    const unpacking = join(this.directory, `${archive}.unpacking`);
    await rm(unpacking, { recursive: true, force: true });
    await mkdir(unpacking);
    try {
      await extractArchive(path, unpacking, signal);
      const found = await findModel(join(unpacking, archive), name);
      if (typeof found === 'string') throw new Failure('SPEECH_MODEL_UNUSABLE', `the archive holds no model: ${found}`);
      if ('files' in pin) await checkFiles(name, found, pin.files);
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

  private pinOf({ pin }: CatalogModel): ModelPin | null {
    const { archiveSha256 } = this.options;
    return archiveSha256 === undefined ? (pin ?? null) : { archive: archiveSha256 };
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

async function checkArchive(name: string, path: string, expected: string): Promise<void> {
  const found = await hashFile(path);
  if (found === expected) return;
  await discardDownload(path);
  throw changed(name, found, expected);
}

/** Checks every file that the recogniser would load. An archive may hold more files; a further model in it is refused. */
async function checkFiles(
  name: string,
  { tokens, files }: SherpaModel,
  pinned: Readonly<Record<string, string>>,
): Promise<void> {
  for (const path of [tokens, ...Object.values(files).flatMap((parts) => Object.values(parts))]) {
    const file = basename(path);
    const expected = Object.hasOwn(pinned, file) ? pinned[file] : undefined;
    const found = await hashFile(path);
    if (found !== expected) throw changed(`${file} of ${name}`, found, expected ?? 'none');
  }
}

const changed = (name: string, found: string, expected: string): Failure =>
  new Failure(
    'SPEECH_MODEL_CHANGED',
    `the SHA-256 of ${name} is ${found}, but Earshot expects ${expected}; if you trust the archive, set SPEECH_MODEL_SHA256 to the SHA-256 of the archive`,
  );
