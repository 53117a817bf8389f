import { readFile, stat } from 'node:fs/promises';
import type { CategoryMatcher } from '@earshot/domain';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import { readCategoryFile, type CategoryFileProblem } from './category-file.js';

/** Gives the categories in force. Enrichment asks for them with each final. */
export interface CategorySource {
  currentMatcher(): CategoryMatcher;
}

/** How often the file is checked. Watching it instead would miss files that are swapped, as mounted ConfigMaps are. */
const CHECK_EVERY_MS = 2_000;
/** Mistakes of one file that are logged. */
const MAX_LOGGED_PROBLEMS = 20;

/** The categories of a file, read again when it changes. While the file has mistakes, the previous categories stay in force. */
export class WatchedCategories implements CategorySource {
  private isClosed = false;
  private cancelCheck = () => {};

  private constructor(
    private readonly file: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Pick<EnrichmentMetrics, 'categoryReloads'>,
    private loaded: { readonly matcher: CategoryMatcher; readonly fileVersion: string },
  ) {}

  /** Reads the file and watches it. Rejects with `CATEGORIES_INVALID`, which names each line, or `CATEGORIES_UNREADABLE`. */
  static async open(
    file: string,
    clock: Clock,
    logger: Logger,
    metrics: Pick<EnrichmentMetrics, 'categoryReloads'>,
  ): Promise<WatchedCategories> {
    const fileVersion = await readFileVersion(file);
    if (fileVersion === null)
      throw new Failure('CATEGORIES_UNREADABLE', `EARSHOT_CATEGORIES_FILE: ${file} cannot be read`);
    const read = readCategoryFile(await readFile(file, 'utf8'));
    if (!read.ok) {
      const lines = read.error.map(({ line, problem }) => `line ${line}: ${problem}`).join('\n');
      throw new Failure('CATEGORIES_INVALID', `EARSHOT_CATEGORIES_FILE: ${file} has mistakes\n${lines}`);
    }
    const watched = new WatchedCategories(file, clock, logger, metrics, { matcher: read.value, fileVersion });
    watched.scheduleCheck();
    return watched;
  }

  currentMatcher(): CategoryMatcher {
    return this.loaded.matcher;
  }

  close(): void {
    this.isClosed = true;
    this.cancelCheck();
  }

  private async reloadIfChanged(): Promise<void> {
    const { file } = this;
    const fileVersion = await readFileVersion(file);
    if (fileVersion === this.loaded.fileVersion) return;
    this.loaded = { matcher: this.loaded.matcher, fileVersion: fileVersion ?? '' };
    const text = fileVersion === null ? null : await readFile(file, 'utf8').catch(() => null);
    if (text === null) return this.refuseFile([{ line: 1, problem: 'the file cannot be read' }]);
    const read = readCategoryFile(text);
    if (!read.ok) return this.refuseFile(read.error);
    this.loaded = { ...this.loaded, matcher: read.value };
    this.metrics.categoryReloads.add(1, { result: 'loaded' });
    this.logger.info({ file }, 'categories loaded');
  }

  private refuseFile(problems: readonly CategoryFileProblem[]): void {
    this.metrics.categoryReloads.add(1, { result: 'refused' });
    this.logger.error({ file: this.file, problems: problems.slice(0, MAX_LOGGED_PROBLEMS) }, 'categories file refused');
  }

  private scheduleCheck(): void {
    if (this.isClosed) return;
    this.cancelCheck = this.clock.schedule(CHECK_EVERY_MS, () => {
      this.reloadIfChanged()
        .catch((error: unknown) => this.logger.error({ err: error }, 'checking the categories file failed'))
        .finally(() => this.scheduleCheck());
    });
  }
}

/** A value that changes whenever the file changes; null when the file does not exist. */
async function readFileVersion(file: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return null;
  }
}
