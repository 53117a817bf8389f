import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { err, ok, type Result } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import type { UploadErrorCode } from '@earshot/media/recording-file';
import type { Clock, Logger } from '@earshot/ports';
import type { ImportJob, ImportOutcome } from '../import/import-job.js';
import type { RecordingMetadata } from '../recording-metadata.js';
import type { ItemFiles } from './item-files.js';
import { TooManyBytes } from './spool-file.js';
import { isOver, toOwner, toPrincipal, viewUpload, type UploadItem, type UploadView } from './upload-item.js';
import { findUploadRefusal, measureRoom, type UploadLimits } from './upload-limits.js';

/** Items that are over are forgotten after this time, and the oldest ones earlier if there are more than this. */
const REMEMBER_MS = 7 * 86_400_000;
const REMEMBERED = 10_000;
/** An upload that does not go on is forgotten after this time. */
const UNFINISHED_MS = 86_400_000;

interface Entry {
  item: UploadItem;
  /** Bytes of its file that have come. */
  receivedBytes: number;
  readBytes: number;
  isReceiving: boolean;
}

/** The recordings that were sent here: what is known of each, and its file until it is a call. */
export class UploadItems {
  private readonly entries = new Map<string, Entry>();
  private readonly changes = new Set<Promise<void>>();

  constructor(
    private readonly files: ItemFiles,
    private readonly limits: UploadLimits,
    private readonly clock: Clock,
    private readonly logger: Logger,
    /** A whole recording waits to become a call. */
    private readonly onWhole: (job: ImportJob) => void,
  ) {}

  /** Takes up what an earlier process left. */
  async restore(): Promise<void> {
    const items = [...(await this.files.readAll())].sort((one, other) => one.createdAtMs - other.createdAtMs);
    // Requests come already: what they began is no older process's.
    for (const item of items.filter(({ id }) => !this.entries.has(id))) {
      const receivedBytes = isOver(item) ? 0 : await this.files.fileOf(item).measureBytes();
      const entry = { item, receivedBytes, readBytes: 0, isReceiving: false };
      this.entries.set(item.id, entry);
      if (item.state === 'RECEIVING') await this.restoreUpload(entry);
      else if (!isOver(item)) this.queue(item.id);
    }
  }

  /** An upload of an earlier process. Its client may know already that all of it is here. */
  private async restoreUpload(entry: Entry): Promise<void> {
    const { id, sizeBytes, isResumable } = entry.item;
    if (!isResumable) await this.fail(id, 'UPLOAD_INCOMPLETE');
    else if (entry.receivedBytes === sizeBytes) await this.completeFile(entry);
  }

  /** Begins an upload. `sizeBytes`: null if the client does not say. */
  async create(
    principal: Principal,
    metadata: RecordingMetadata,
    sizeBytes: number | null,
    isResumable: boolean,
  ): Promise<Result<UploadItem, UploadErrorCode>> {
    const waiting = [...this.entries.values()].map(({ item }) => item).filter((item) => !isOver(item));
    const refusal = findUploadRefusal(principal, sizeBytes, waiting, this.limits);
    if (refusal !== null) return err(refusal);
    const nowMs = this.clock.nowMs();
    const item: UploadItem = {
      id: randomBytes(16).toString('hex'),
      owner: toOwner(principal),
      ...{ metadata, sizeBytes, isResumable, state: 'RECEIVING', createdAtMs: nowMs, changedAtMs: nowMs },
      fileKey: randomBytes(32).toString('base64'),
    };
    this.entries.set(item.id, { item, receivedBytes: 0, readBytes: 0, isReceiving: false });
    try {
      await this.files.save(item);
    } catch (error) {
      this.entries.delete(item.id);
      throw error;
    }
    return ok(item);
  }

  /**
   * Appends to the file. Null: it is whole now, or it goes on later. What came before a lost connection stays if the upload is
   * resumable; otherwise the item fails.
   */
  async receive(id: string, offset: number, bytes: Readable): Promise<UploadErrorCode | null> {
    const entry = this.entries.get(id);
    if (entry === undefined || entry.item.state !== 'RECEIVING') return 'UPLOAD_UNKNOWN';
    if (entry.isReceiving || entry.receivedBytes !== offset) return 'UPLOAD_OFFSET_WRONG';
    entry.isReceiving = true;
    const refusal = await this.append(entry, offset, bytes);
    entry.isReceiving = false;
    // Also after a lost connection: a client that finds all of its bytes here sends no more of them.
    return entry.item.state === 'RECEIVING' ? this.settleUpload(entry, refusal) : refusal;
  }

  /** The item of this sender. */
  find(principal: Principal, id: string): UploadItem | undefined {
    const item = this.entries.get(id)?.item;
    return item?.owner.key === principal.key && item.owner.tenant === principal.tenant ? item : undefined;
  }

  receivedBytes(id: string): number {
    return this.entries.get(id)?.receivedBytes ?? 0;
  }

  view(id: string): UploadView | undefined {
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    return viewUpload(entry.item, entry.item.state === 'RECEIVING' ? entry.receivedBytes : entry.readBytes);
  }

  /** The newest items of this sender. `state`: only those. */
  list(principal: Principal, state: string | undefined, most: number): readonly UploadView[] {
    const own = [...this.entries.keys()].filter((id) => this.find(principal, id) !== undefined).reverse();
    const views = own.flatMap((id) => this.view(id) ?? []);
    return views.filter((one) => state === undefined || one.state === state).slice(0, most);
  }

  /** Forgets an upload that its sender gave up. One that is whole becomes a call all the same. */
  async remove(id: string): Promise<void> {
    const entry = this.entries.get(id);
    if (entry === undefined || entry.item.state !== 'RECEIVING') return;
    await this.forget(entry.item);
  }

  /** Resolves when every change until now is stored. */
  async settle(): Promise<void> {
    await Promise.all(this.changes);
  }

  /** Call it now and then. */
  async forgetOld(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const over = [...this.entries.values()].filter(({ item }) => isOver(item));
    const tooMany = new Set(over.slice(0, Math.max(0, over.length - REMEMBERED)));
    for (const entry of [...this.entries.values()]) {
      const { item, isReceiving } = entry;
      const ageMs = nowMs - item.changedAtMs;
      const isForgotten =
        item.state === 'RECEIVING' ? !isReceiving && ageMs > UNFINISHED_MS : isOver(item) && ageMs > REMEMBER_MS;
      if (isForgotten || tooMany.has(entry)) await this.forget(item);
    }
  }

  private async append(entry: Entry, offset: number, bytes: Readable): Promise<UploadErrorCode | null> {
    const file = this.files.fileOf(entry.item);
    try {
      const maxBytes = measureRoom(entry.item.sizeBytes, this.limits);
      await file.append(bytes, offset, maxBytes, (lengthBytes) => (entry.receivedBytes = lengthBytes));
      return null;
    } catch (error) {
      return await this.stopReceiving(entry, error);
    } finally {
      entry.receivedBytes = await file.measureBytes();
    }
  }

  /** Nothing more comes at the moment. Returns `refusal`, or why the item fails. */
  private async settleUpload(entry: Entry, refusal: UploadErrorCode | null): Promise<UploadErrorCode | null> {
    const { id, sizeBytes, isResumable } = entry.item;
    if (sizeBytes === null || entry.receivedBytes === sizeBytes) await this.completeFile(entry);
    else if (isResumable) await this.change(id, {});
    else return this.fail(id, 'UPLOAD_INCOMPLETE');
    return refusal;
  }

  private async stopReceiving({ item }: Entry, error: unknown): Promise<UploadErrorCode> {
    if (error instanceof TooManyBytes) return this.fail(item.id, 'UPLOAD_TOO_LARGE');
    const { code } = error as NodeJS.ErrnoException;
    const isConnection = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!isConnection) this.logger.error({ item: item.id, err: error }, 'a recording cannot be stored');
    if (item.isResumable) return 'UPLOAD_INCOMPLETE';
    return this.fail(item.id, isConnection ? 'UPLOAD_INCOMPLETE' : 'UPLOAD_UNREADABLE');
  }

  private async completeFile(entry: Entry): Promise<void> {
    await this.change(entry.item.id, { state: 'QUEUED', sizeBytes: entry.receivedBytes });
    this.queue(entry.item.id);
  }

  private queue(id: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    const { item } = entry;
    this.onWhole({
      ...{ id, metadata: item.metadata, owner: toPrincipal(item.owner), receivedAtMs: item.createdAtMs },
      hasBegun: () => entry.item.callId !== undefined,
      readFile: () => this.files.fileOf(item).read(),
      onProgress: ({ callId = entry.item.callId, readBytes }) => {
        entry.readBytes = readBytes;
        if (entry.item.state === 'READING' && entry.item.callId === callId) return;
        this.follow(id, this.change(id, { state: 'READING', callId }));
      },
      onEnd: (outcome) => this.follow(id, this.finish(id, outcome)),
    });
  }

  private async finish(id: string, outcome: ImportOutcome): Promise<void> {
    const code = outcome.state === 'DONE' ? outcome.problem : outcome.code;
    const isDuplicate = outcome.state === 'DONE' && outcome.isDuplicate ? true : undefined;
    await this.change(id, { state: outcome.state, callId: outcome.callId, isDuplicate, code });
    const entry = this.entries.get(id);
    if (entry !== undefined) await this.files.fileOf(entry.item).remove();
  }

  private async fail(id: string, code: UploadErrorCode): Promise<UploadErrorCode> {
    await this.finish(id, { state: 'FAILED', code });
    return code;
  }

  private async change(id: string, changes: Partial<UploadItem>): Promise<void> {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.item = { ...entry.item, ...changes, changedAtMs: this.clock.nowMs() };
    await this.files.save(entry.item);
  }

  private async forget(item: UploadItem): Promise<void> {
    this.entries.delete(item.id);
    await this.files.remove(item);
  }

  /** Nobody waits for this change, except `settle`. */
  private follow(id: string, change: Promise<void>): void {
    const followed = change
      .catch((error: unknown) => {
        this.logger.error({ item: id, err: error }, 'the state of a recording cannot be stored');
      })
      .finally(() => this.changes.delete(followed));
    this.changes.add(followed);
  }
}
