import { ingestErrors, type IngestErrorCode } from '@earshot/contracts';
import { lcaErrors, type LcaErrorCode } from '@earshot/media';

type ProblemCode = LcaErrorCode | IngestErrorCode;

/** What a call shows of what went wrong with it, each thing once. */
export class CallProblems {
  private readonly told = new Set<ProblemCode>();

  constructor(private readonly tell: (code: ProblemCode, message: string) => void) {}

  add(code: ProblemCode, message = sentenceOf(code)): void {
    if (this.told.has(code)) return;
    this.told.add(code);
    this.tell(code, message);
  }
}

const sentenceOf = (code: ProblemCode): string =>
  code in ingestErrors ? ingestErrors[code as IngestErrorCode].means : lcaErrors[code as LcaErrorCode].says;
