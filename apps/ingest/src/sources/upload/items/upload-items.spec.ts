import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CapturingLogger, ManualClock, TestSealer } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { principalOfVendor } from '../../source-identity.js';
import { ItemFiles } from './item-files.js';
import { viewUpload } from './upload-item.js';
import { UploadItems } from './upload-items.js';

const DAY_MS = 86_400_000;
const sender = principalOfVendor('upload', { account: 'mia' });
const bytes = (count: number) => Readable.from([Buffer.alloc(count)]);
describe('UploadItems', () => {
  const clock = new ManualClock();
  const sealer = new TestSealer();
  const logger = new CapturingLogger();
  let folder: string;
  let queued: string[];
  beforeEach(async () => {
    queued = [];
    folder = await mkdtemp(join(tmpdir(), 'upload-items-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const limits = { maxFileBytes: 1_000, maxPerClient: 10, maxWaitingBytes: 2_500 };
  const openItems = (place = folder) =>
    new UploadItems(new ItemFiles(place, sealer, logger), limits, clock, logger, ({ id }) => void queued.push(id));
  const create = async (items: UploadItems, sizeBytes: number | null, isResumable = true) => {
    const created = await items.create(sender, {}, sizeBytes, isResumable);
    if (!created.ok) throw new Error(created.error);
    return created.value.id;
  };

  /** A connection that brings these bytes, and is lost when the file of the item is this long. */
  const lostAt = (id: string, lengthBytes: number, count: number) =>
    Readable.from(
      (async function* () {
        yield Buffer.alloc(count);
        while ((await stat(join(folder, `${id}.audio`)).catch(() => ({ size: 0 }))).size < lengthBytes);
        throw Object.assign(new Error(), { code: 'ECONNRESET' });
      })(),
    );

  it('queues an upload whose connection was lost after its last byte', async () => {
    const items = openItems();
    const id = await create(items, 100);
    await items.receive(id, 0, lostAt(id, 60, 60));
    expect([items.receivedBytes(id), queued]).toEqual([60, []]);
    await items.receive(id, 60, lostAt(id, 100, 40));
    expect([items.receivedBytes(id), queued]).toEqual([100, [id]]);
  });

  it('queues an upload whose last byte an earlier process wrote before it died', async () => {
    const before = openItems();
    const id = await create(before, 100);
    await before.receive(id, 0, bytes(60));
    const files = new ItemFiles(folder, sealer, logger);
    const [item] = await files.readAll();
    if (item === undefined) throw new Error('the item is not there');
    await files.fileOf(item).append(bytes(40), 60, 100, () => undefined);
    expect(queued).toEqual([]);
    await openItems().restore();
    expect(queued).toEqual([id]);
  });

  it('leaves an upload alone that began before the older ones were taken up', async () => {
    const items = openItems();
    const id = await create(items, 100, false);
    await items.restore();
    expect(await items.receive(id, 0, bytes(100))).toBeNull();
    expect(queued).toEqual([id]);
  });

  it('remembers an upload that goes on slowly, and forgets one that does not', async () => {
    const items = openItems();
    const slow = await create(items, 100);
    const stopped = await create(items, 100);
    for (let at = 0; at < 30; at += 10) {
      await clock.advance(DAY_MS / 2);
      await items.receive(slow, at, bytes(10));
    }
    await items.forgetOld();
    expect([items.receivedBytes(slow), items.view(stopped)]).toEqual([30, undefined]);
  });

  it('counts an upload of unknown length as the largest until it is whole', async () => {
    const items = openItems();
    const first = await create(items, null, false);
    await create(items, null, false);
    expect(await items.create(sender, {}, null, false)).toEqual({ ok: false, error: 'UPLOADS_FULL' });
    await items.receive(first, 0, bytes(10));
    expect(await items.create(sender, {}, null, false)).toMatchObject({ ok: true });
  });

  it('shows no share of an upload of unknown length', async () => {
    const items = openItems();
    const item = items.find(sender, await create(items, null, false));
    expect(item && viewUpload(item, 900)).toMatchObject({ state: 'receiving', percent: 0 });
  });

  it('keeps nothing of an upload that cannot be stored', async () => {
    const place = join(folder, 'file');
    await writeFile(place, '');
    const items = openItems(place);
    await expect(items.create(sender, {}, 100, true)).rejects.toThrow();
    expect(items.list(sender, undefined, 10)).toEqual([]);
  });
});
