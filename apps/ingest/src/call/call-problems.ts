import { ingestErrors, type IngestErrorCode } from '@earshot/contracts';

/** Something that went wrong with a call, for its page. The message is for people and contains nothing that was sent. */
export interface CallProblem {
  readonly code: string;
  readonly message: string;
}

/** A problem that every source can have. */
export const ingestProblem = (code: IngestErrorCode): CallProblem => ({ code, message: ingestErrors[code].means });

/** `rate`: how fast the audio comes, 1 for real time. `isPaced`: we read the audio more slowly than it comes. */
export function wrongRateProblem(sampleRateHz: number, rate: number, isPaced: boolean): CallProblem {
  const measured = Math.round((rate * sampleRateHz) / 100) * 100;
  const few = `${isPaced ? 'at least' : 'about'} ${measured.toLocaleString('en-US')}`;
  const announced = sampleRateHz.toLocaleString('en-US');
  const message = `The source announced ${announced} samples a second, but for a minute ${few} samples a second came (${rate.toFixed(2)} times real time). The words and their times are unreliable.`;
  return { code: 'AUDIO_RATE_WRONG', message };
}

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
