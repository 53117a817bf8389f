export type LifecycleState = 'starting' | 'ready' | 'draining' | 'stopped';

export interface Readiness {
  readonly ready: boolean;
  readonly state: LifecycleState;
  /** Whether each part works, by its name. */
  readonly parts: Readonly<Record<string, boolean>>;
}

interface Check {
  readonly works: () => Promise<boolean> | boolean;
  readonly isNeeded: boolean;
}

/** A check that takes longer counts as failed: a stalled database must not stall the health probe. */
const CHECK_WITHIN_MS = 3_000;

/** The state of the process. It is ready in state `ready` while every needed part works; CPU load does not matter. */
export class ProcessLifecycle {
  private current: LifecycleState = 'starting';
  private readonly checks = new Map<string, Check>();
  private pending: Promise<Readonly<Record<string, boolean>>> | undefined;

  get state(): LifecycleState {
    return this.current;
  }

  enter(state: LifecycleState): void {
    this.current = state;
  }

  /** Adds a part that the process needs to be ready, e.g. the database. A part that is not `needed` is only shown. */
  addCheck(name: string, works: Check['works'], options: { needed: boolean } = { needed: true }): void {
    this.checks.set(name, { works, isNeeded: options.needed });
  }

  async readiness(): Promise<Readiness> {
    // Probes that come at the same time share one answer, so that a flood of probes does not reach the database.
    this.pending ??= this.runChecks().finally(() => (this.pending = undefined));
    const parts = await this.pending;
    const isMissingPart = [...this.checks].some(([name, { isNeeded }]) => isNeeded && parts[name] !== true);
    return { ready: this.current === 'ready' && !isMissingPart, state: this.current, parts };
  }

  private async runChecks(): Promise<Readonly<Record<string, boolean>>> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, { works }]) => [name, await runCheck(works)] as const),
    );
    return Object.fromEntries(results);
  }
}

function runCheck(works: Check['works']): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CHECK_WITHIN_MS).unref();
    Promise.resolve()
      .then(works)
      .then(resolve, () => resolve(false))
      .finally(() => clearTimeout(timer));
  });
}
