import { ingestErrors, type IngestErrorCode } from '@earshot/contracts';

/** Something that went wrong with a call, for its page. The message is for people and contains nothing that was sent. */
export interface CallProblem {
  readonly code: string;
  readonly message: string;
}

/** A problem that every source can have. */
export const ingestProblem = (code: IngestErrorCode): CallProblem => ({ code, message: ingestErrors[code].means });

/** Reports the problems of one call, each code once. */
export class CallProblems {
  private readonly reported = new Set<string>();

  constructor(private readonly publish: (problem: CallProblem) => void) {}

  report(problem: CallProblem): void {
    if (this.reported.has(problem.code)) return;
    this.reported.add(problem.code);
    this.publish(problem);
  }
}
