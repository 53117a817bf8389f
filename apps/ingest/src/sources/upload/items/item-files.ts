import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger, Sealer } from '@earshot/ports';
import { SpoolFile } from './spool-file.js';
import type { UploadItem } from './upload-item.js';

const ITEM = '.item';
const AUDIO = '.audio';
const NEW = '.new';
const aboutItem = (id: string) => ['upload', id];

/**
 * The folder with the items and their files. An item is sealed: it names people and holds the key of its file. Saves of one item keep
 * their order.
 */
export class ItemFiles {
  private readonly saves = new Map<string, Promise<void>>();

  constructor(
    private readonly folder: string,
    private readonly sealer: Sealer,
    private readonly logger: Logger,
  ) {}

  /** Items that cannot be opened any more are left where they are, and logged. */
  async readAll(): Promise<readonly UploadItem[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const items: UploadItem[] = [];
    for (const name of names.filter((one) => one.endsWith(ITEM))) {
      const id = name.slice(0, -ITEM.length);
      try {
        const sealed = await readFile(join(this.folder, name));
        items.push(JSON.parse(Buffer.from(await this.sealer.open(sealed, aboutItem(id))).toString()) as UploadItem);
      } catch (error) {
        this.logger.error({ item: id, err: error }, 'a recording that waited cannot be read any more');
      }
    }
    return items;
  }

  /** Resolves when the item is stored. */
  async save(item: UploadItem): Promise<void> {
    const before = this.saves.get(item.id) ?? Promise.resolve();
    const save = before.catch(() => undefined).then(() => this.write(item));
    this.saves.set(item.id, save);
    try {
      await save;
    } finally {
      if (this.saves.get(item.id) === save) this.saves.delete(item.id);
    }
  }

  async remove({ id }: UploadItem): Promise<void> {
    await this.saves.get(id)?.catch(() => undefined);
    await rm(join(this.folder, `${id}${ITEM}`), { force: true });
    await rm(join(this.folder, `${id}${AUDIO}`), { force: true });
  }

  fileOf({ id, fileKey }: UploadItem): SpoolFile {
    return new SpoolFile(join(this.folder, `${id}${AUDIO}`), Buffer.from(fileKey, 'base64'));
  }

  private async write(item: UploadItem): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${item.id}${ITEM}`);
    const sealed = await this.sealer.seal(Buffer.from(JSON.stringify(item)), aboutItem(item.id));
    await writeFile(`${path}${NEW}`, sealed, { mode: 0o600 });
    await rename(`${path}${NEW}`, path);
  }
}
