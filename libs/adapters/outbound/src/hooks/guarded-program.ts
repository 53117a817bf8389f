import { backoffMs } from '@earshot/domain';
import { Circuit, Failure, pause, WorkLimiter, type CircuitObserver, type Clock, type Counter } from '@earshot/ports';
import type { HookProgram } from './hook-program.js';

export interface GuardOptions {
  /** For one attempt, the wait for a place included. */
  readonly limitMs: number;
  /** Questions at the same time, of all calls. */
  readonly maxAtOnce: number;
  /** Asks again until this long after the first attempt; 0: asks once. */
  readonly holdMs: number;
  readonly random: () => number;
}

export interface GuardSigns {
  readonly observer: CircuitObserver<string>;
  /** Counts failed attempts by `code`. */
  readonly failures: Counter;
}

const PAUSES = { firstMs: 200, maxMs: 5_000 };

/** Asks a program of a customer, which may be slow, broken or away, without harm to other calls. */
export class GuardedProgram {
  private readonly circuit: Circuit<string>;
  private readonly limiter: WorkLimiter;

  constructor(
    private readonly program: HookProgram,
    private readonly clock: Clock,
    private readonly options: GuardOptions,
    private readonly signs: GuardSigns,
  ) {
    this.circuit = new Circuit(clock, options.random, signs.observer);
    this.limiter = new WorkLimiter(options.maxAtOnce);
  }

  get isFailing(): boolean {
    return this.circuit.isOpen;
  }

  /**
   * Resolves with what `read` makes of the answer; null when there was none that `read` takes within the limits. `read` throws
   * for an answer that it cannot take. Never rejects.
   */
  async ask<T>(question: unknown, read: (answer: unknown) => T, holdMs = this.options.holdMs): Promise<T | null> {
    const { clock } = this;
    const giveUpAtMs = clock.nowMs() + holdMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.askOnce(question, read);
      } catch (error) {
        this.signs.failures.add(1, { code: codeOf(error) });
      }
      const waitMs = backoffMs(attempt, PAUSES);
      if (clock.nowMs() + waitMs > giveUpAtMs) return null;
      await pause(clock, waitMs);
    }
  }

  close(): void {
    this.program.close();
  }

  private askOnce<T>(question: unknown, read: (answer: unknown) => T): Promise<T> {
    const { clock, circuit, limiter, options } = this;
    const deadlineMs = clock.nowMs() + options.limitMs;
    return limiter.run(async () => {
      const leftMs = deadlineMs - clock.nowMs();
      if (leftMs <= 0) throw new Failure('HOOK_BUSY', 'Too many questions wait for the program.');
      if (!circuit.startRequest()) throw new Failure('HOOK_PAUSED', 'The program fails and is left alone for a while.');
      try {
        const answer = read(await this.program.ask(question, leftMs));
        circuit.reportSuccess();
        return answer;
      } catch (error) {
        circuit.reportFailure(codeOf(error));
        throw error;
      }
    });
  }
}

/** Whatever `read` or the parser threw: the answer cannot be taken. */
const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'HOOK_ANSWER_INVALID');
