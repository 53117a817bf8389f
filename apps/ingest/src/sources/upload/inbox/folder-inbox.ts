import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, lstat, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createFolder } from '@earshot/hosting';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import { principalOfVendor } from '../../source-identity.js';
import type { ImportJob, ImportOutcome } from '../import/import-job.js';
import { describeCode } from '../items/upload-item.js';
import { readMetadataFile, type RecordingMetadata } from '../recording-metadata.js';

const SIDECAR = '.json';
const MOST_SIDECAR_BYTES = 65_536;
/** A file that kept its size and its time for this long is complete. */
const UNCHANGED_MS = 3_000;
/** Files of the folder that wait or are read at once. The others stay where they are. */
const MOST_TAKEN = 100;
/** The calls of all files belong to the folder. */
const owner = principalOfVendor('upload', { account: 'folder' });

/** A file as it was seen last. */
interface SeenFile {
  readonly size: number;
  readonly modifiedMs: number;
  readonly sinceMs: number;
}

/**
 * Takes recordings from a folder. A file moves to `done` or `failed` in it when its call is over; until then it stays, so that a restart
 * finds it again. `NAME.json` beside `NAME.wav` says what is known of the call.
 */
export class FolderInbox {
  private seen = new Map<string, SeenFile>();
  private readonly taken = new Set<string>();
  private isLooking = false;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly onRecording: (job: ImportJob) => void,
  ) {}

  /** Rejects with `Failure` `RECORDINGS_UNUSABLE`, which names the setting. */
  async open(): Promise<void> {
    try {
      for (const name of ['done', 'failed']) createFolder(join(this.folder, name));
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
      const message = `EARSHOT_RECORDINGS_FOLDER: cannot write to the folder (${reason})`;
      throw new Failure('RECORDINGS_UNUSABLE', message, { retryable: false, cause });
    }
  }

  /** Looks for files. Call it about once a second. */
  async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await this.takeComplete();
    } catch (error) {
      this.logger.error({ err: error }, 'the folder of recordings cannot be read; trying again');
    } finally {
      this.isLooking = false;
    }
  }

  private async takeComplete(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const seen = new Map<string, SeenFile>();
    for (const name of await readdir(this.folder)) {
      if (name.startsWith('.') || extname(name) === SIDECAR || this.taken.has(name)) continue;
      // A link would make a call of any file of this machine.
      const found = await lstat(join(this.folder, name)).catch(() => null);
      if (found?.isFile() !== true) continue;
      const before = this.seen.get(name);
      const isSame = before?.size === found.size && before.modifiedMs === found.mtimeMs;
      const file = isSame ? before : { size: found.size, modifiedMs: found.mtimeMs, sinceMs: nowMs };
      seen.set(name, file);
      if (nowMs - file.sinceMs >= UNCHANGED_MS && this.taken.size < MOST_TAKEN) await this.take(name, found.ctimeMs);
    }
    this.seen = seen;
  }

  private async take(name: string, receivedAtMs: number): Promise<void> {
    this.taken.add(name);
    const metadata = await this.readMetadata(name);
    if (typeof metadata === 'string')
      return this.move(name, { state: 'FAILED', code: 'UPLOAD_METADATA_INVALID' }, metadata);
    this.onRecording({
      ...{ id: randomUUID(), owner, metadata: { fileName: name, ...metadata }, receivedAtMs },
      // Nothing of a file is remembered over a restart.
      hasBegun: () => false,
      readFile: () => createReadStream(join(this.folder, name)),
      onProgress: () => undefined,
      onEnd: (outcome) => void this.move(name, outcome),
    });
  }

  /** The metadata, or what is wrong with them. */
  private async readMetadata(name: string): Promise<RecordingMetadata | string> {
    const path = join(this.folder, sidecarOf(name));
    const found = await lstat(path).catch(() => null);
    if (found === null) return {};
    if (!found.isFile() || found.size > MOST_SIDECAR_BYTES) return 'the file with the metadata is too long, or a link';
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return 'the file with the metadata cannot be read';
    const read = readMetadataFile(text);
    return read.ok ? read.value : read.error;
  }

  private async move(name: string, outcome: ImportOutcome, detail?: string): Promise<void> {
    const code = outcome.state === 'DONE' ? outcome.problem : outcome.code;
    const folder = join(this.folder, outcome.state === 'DONE' ? 'done' : 'failed');
    const { callId } = outcome;
    try {
      const target = await findFreeName(folder, name);
      await rename(join(this.folder, name), join(folder, target));
      await rename(join(this.folder, sidecarOf(name)), join(folder, sidecarOf(target))).catch(() => undefined);
      const message = code === undefined ? undefined : describeCode(code);
      const result = { callId, code, message, detail, at: new Date(this.clock.nowMs()).toISOString() };
      await writeFile(join(folder, `${target}.result.json`), `${JSON.stringify(result, null, 2)}\n`);
      this.taken.delete(name);
    } catch (error) {
      // It stays taken: its call would be looked for again and again.
      this.logger.error({ callId, err: error }, 'a recording of the folder cannot be moved');
    }
  }
}

/** `call.json` of `call.wav`. */
const sidecarOf = (name: string): string => `${basename(name, extname(name))}${SIDECAR}`;

async function findFreeName(folder: string, name: string): Promise<string> {
  const isTaken = await access(join(folder, name)).then(
    () => true,
    () => false,
  );
  return isTaken ? `${basename(name, extname(name))}-${randomUUID()}${extname(name)}` : name;
}
