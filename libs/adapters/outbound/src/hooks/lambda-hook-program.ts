import type { LambdaFunctions } from '../aws/lambda-functions.js';
import { parseAnswer, type HookProgram } from './hook-program.js';

/** Asks a function of AWS Lambda and waits for its answer. */
export class LambdaHookProgram implements HookProgram {
  constructor(
    private readonly functionArn: string,
    private readonly functions: LambdaFunctions,
  ) {}

  async ask(question: unknown, limitMs: number): Promise<unknown> {
    return parseAnswer(await this.functions.invoke(this.functionArn, JSON.stringify(question), limitMs));
  }

  close(): void {
    this.functions.close();
  }
}
