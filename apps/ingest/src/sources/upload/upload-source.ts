import { join } from 'node:path';
import type { MediaSource, RunningSource, SourceContext } from '../media-source.js';
import { importRecording, type ImportContext } from './import/import-recording.js';
import { ImportQueue } from './import/import-queue.js';
import { ItemFiles } from './items/item-files.js';
import { UploadItems } from './items/upload-items.js';
import { FolderInbox } from './inbox/folder-inbox.js';
import { UploadRequests } from './http/upload-requests.js';
import type { UploadSettings } from './upload-settings.js';

export const UPLOAD_PATH = '/api/v1/recordings';
const MINUTE_MS = 60_000;
const TIDY_EVERY_MS = 600_000;

/** Recordings that become calls: sent over HTTP, whole or with tus, or found in a folder. */
export const createUploadSource = (settings: UploadSettings): MediaSource => ({
  start: (context) => new RunningUploads(settings, context),
});

class RunningUploads implements RunningSource {
  private readonly queue: ImportQueue;
  private readonly items: UploadItems;
  private readonly folder: FolderInbox | null;
  private tidiedAtMs: number;

  constructor(
    settings: UploadSettings,
    private readonly context: SourceContext,
  ) {
    const { clock, telemetry, sealer } = context;
    const { logger } = telemetry;
    this.tidiedAtMs = clock.nowMs();
    const importContext: ImportContext = {
      ...{ agentNumbers: context.agentNumbers, calls: context.calls, refusedReturns: context.refusedReturns },
      ...{ telemetry, clock },
      pace: settings.EARSHOT_RECORDINGS_PACE,
      longestMs: settings.EARSHOT_RECORDINGS_MAX_MINUTES * MINUTE_MS,
      isBusy: () => context.isBusy(),
    };
    this.queue = new ImportQueue(
      settings.EARSHOT_RECORDINGS_AT_ONCE,
      (job, named, signal) => importRecording(job, named, context.originOf(job.owner), importContext, signal),
      clock,
      (error) => logger.error({ err: error }, 'a recording could not be turned into a call'),
    );
    const maxFileBytes = settings.EARSHOT_RECORDINGS_FILE_BYTES;
    const limits = {
      maxFileBytes,
      maxPerClient: settings.EARSHOT_RECORDINGS_PER_CLIENT,
      maxWaitingBytes: settings.EARSHOT_RECORDINGS_WAITING_BYTES,
    };
    const files = new ItemFiles(join(settings.EARSHOT_DATA_DIR, 'uploads'), sealer, logger);
    this.items = new UploadItems(files, limits, clock, logger, (job) => this.queue.add(job));
    const { EARSHOT_RECORDINGS_FOLDER: folder } = settings;
    this.folder = folder === undefined ? null : new FolderInbox(folder, clock, logger, (job) => this.queue.add(job));
    const requests = new UploadRequests(this.items, UPLOAD_PATH, maxFileBytes);
    context.serveRequests(UPLOAD_PATH, (request, response, sender) => requests.handle(request, response, sender));
  }

  async open(): Promise<void> {
    await this.folder?.open();
    await this.items.restore();
    this.queue.open();
  }

  tick(): void {
    void this.folder?.look();
    const nowMs = this.context.clock.nowMs();
    if (nowMs - this.tidiedAtMs < TIDY_EVERY_MS) return;
    this.tidiedAtMs = nowMs;
    this.items.forgetOld().catch((error: unknown) => {
      this.context.telemetry.logger.error({ err: error }, 'old recordings cannot be removed');
    });
  }

  stopReading(): void {
    this.queue.stop();
  }

  async close(): Promise<void> {
    await this.queue.close();
    await this.items.settle();
  }
}
