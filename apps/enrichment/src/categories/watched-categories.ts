import { readFile, stat } from 'node:fs/promises';
import type { CategoryMatcher } from '@earshot/domain';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import { readCategoryFile, type CategoryFileProblem } from './category-file.js';

/** Where enrichment gets the categories in force; asked anew for each final. */
export interface CategorySource {
  current(): CategoryMatcher;
}

export interface WatchOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<EnrichmentMetrics, 'categoryReloads'>;
}

/** How often the file is looked at. Polled: watching misses files that are swapped, as mounted ConfigMaps are. */
const POLL_MS = 2_000;

/** The categories of a file, taken over when it changes. A file with mistakes leaves the old ones in force. */
export class WatchedCategories implements CategorySource {
  private stopped = false;
  private cancel = () => {};

  private constructor(
    private readonly options: WatchOptions,
    private matcher: CategoryMatcher,
    private stamp: string,
  ) {}

  /** Reads the file and goes on looking at it. Rejects with `Failure` `CATEGORIES_INVALID` naming each line, or `CATEGORIES_UNREADABLE`. */
  static async open(options: WatchOptions): Promise<WatchedCategories> {
    const stamp = await stampOf(options.file);
    if (stamp === null)
      throw new Failure('CATEGORIES_UNREADABLE', `EARSHOT_CATEGORIES_FILE: ${options.file} cannot be read`);
    const read = readCategoryFile(await readFile(options.file, 'utf8'));
    if (!read.ok) {
      throw new Failure(
        'CATEGORIES_INVALID',
        `EARSHOT_CATEGORIES_FILE: ${options.file} has mistakes\n${read.error.map(asLine).join('\n')}`,
      );
    }
    const watched = new WatchedCategories(options, read.value, stamp);
    watched.schedule();
    return watched;
  }

  current(): CategoryMatcher {
    return this.matcher;
  }

  close(): void {
    this.stopped = true;
    this.cancel();
  }

  /** Looks at the file now. */
  async check(): Promise<void> {
    const { file } = this.options;
    const stamp = await stampOf(file);
    if (stamp === this.stamp) return;
    this.stamp = stamp ?? '';
    const text = stamp === null ? null : await readFile(file, 'utf8').catch(() => null);
    if (text === null) return this.refuse([{ line: 1, problem: 'the file cannot be read' }]);
    const read = readCategoryFile(text);
    if (!read.ok) return this.refuse(read.error);
    this.matcher = read.value;
    this.options.metrics.categoryReloads.add(1, { result: 'loaded' });
    this.options.logger.info({ file }, 'categories loaded');
  }

  private refuse(problems: readonly CategoryFileProblem[]): void {
    this.options.metrics.categoryReloads.add(1, { result: 'refused' });
    this.options.logger.error({ file: this.options.file, problems: problems.slice(0, 20) }, 'categories file refused');
  }

  private schedule(): void {
    if (this.stopped) return;
    this.cancel = this.options.clock.schedule(POLL_MS, () => {
      this.check()
        .catch((error: unknown) => this.options.logger.error({ err: error }, 'categories file could not be checked'))
        .finally(() => this.schedule());
    });
  }
}

const asLine = ({ line, problem }: CategoryFileProblem): string => `line ${line}: ${problem}`;

/** Changes whenever the file does; null when there is none. */
async function stampOf(file: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return null;
  }
}
