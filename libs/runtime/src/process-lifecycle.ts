import type { ErrorCode } from '@earshot/contracts';
import { Failure } from '@earshot/ports';

export type LifecycleState = 'starting' | 'ready' | 'draining' | 'stopped';

export interface Readiness {
  readonly ready: boolean;
  readonly state: LifecycleState;
  /** Whether each part works, by its name. */
  readonly parts: Readonly<Record<string, boolean>>;
  /** Why parts do not work. A part whose check only says no has no entry. */
  readonly problems: readonly PartProblem[];
}

export interface PartProblem {
  readonly part: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

interface CheckResult {
  readonly works: boolean;
  readonly problem?: Omit<PartProblem, 'part'>;
}

interface Check {
  readonly works: () => Promise<boolean> | boolean;
  readonly isNeeded: boolean;
  /** Of the last run that failed. A run that is too slow for its probe may still tell the next probe why. */
  lastProblem?: CheckResult['problem'] | undefined;
}

/** A check that takes longer counts as failed: a stalled database must not stall the health probe. */
const CHECK_WITHIN_MS = 3_000;

/** The state of the process. It is ready in state `ready` while every needed part works; CPU load does not matter. */
export class ProcessLifecycle {
  private current: LifecycleState = 'starting';
  private readonly checks = new Map<string, Check>();
  private pending: Promise<ReadonlyMap<string, CheckResult>> | undefined;

  get state(): LifecycleState {
    return this.current;
  }

  enter(state: LifecycleState): void {
    this.current = state;
  }

  /**
   * Adds a part that the process needs to be ready, e.g. the database. A part that is not `needed` is only shown. A check
   * that rejects with a `Failure` shows its code and its message, so the message must hold no secret and no spoken word.
   */
  addCheck(name: string, works: Check['works'], options: { needed: boolean } = { needed: true }): void {
    this.checks.set(name, { works, isNeeded: options.needed });
  }

  async readiness(): Promise<Readiness> {
    // Probes that come at the same time share one answer, so that a flood of probes does not reach the database.
    this.pending ??= this.runChecks().finally(() => (this.pending = undefined));
    const results = await this.pending;
    const isMissingPart = [...this.checks].some(
      ([name, { isNeeded }]) => isNeeded && results.get(name)?.works !== true,
    );
    return {
      ready: this.current === 'ready' && !isMissingPart,
      state: this.current,
      parts: Object.fromEntries([...results].map(([name, { works }]) => [name, works])),
      problems: [...results].flatMap(([part, { problem }]) => (problem === undefined ? [] : [{ part, ...problem }])),
    };
  }

  private async runChecks(): Promise<ReadonlyMap<string, CheckResult>> {
    const results = [...this.checks].map(async ([name, check]) => [name, await runCheck(check)] as const);
    return new Map(await Promise.all(results));
  }
}

function runCheck(check: Check): Promise<CheckResult> {
  return new Promise((resolve) => {
    const failAsTooSlow = () => resolve({ works: false, problem: check.lastProblem ?? TOO_SLOW });
    const timer = setTimeout(failAsTooSlow, CHECK_WITHIN_MS).unref();
    Promise.resolve()
      .then(check.works)
      .then(
        (works) => {
          check.lastProblem = undefined;
          resolve({ works });
        },
        (error: unknown) => {
          check.lastProblem = describeProblem(error);
          resolve({ works: false, problem: check.lastProblem });
        },
      )
      .finally(() => clearTimeout(timer));
  });
}

const TOO_SLOW = { code: 'HEALTH_CHECK_TOO_SLOW', reason: `No answer within ${CHECK_WITHIN_MS / 1_000} s.` } as const;

/** Only a `Failure` has a message that everybody may read. */
const describeProblem = (error: unknown): Omit<PartProblem, 'part'> =>
  error instanceof Failure
    ? { code: error.code, reason: error.message }
    : { code: 'UNEXPECTED', reason: 'The check failed. The log may say why.' };
