import type { Notification } from '@earshot/ports';
import type { LambdaFunctions } from '../aws/lambda-functions.js';
import type { Target } from './target.js';
import { toPayload } from './to-payload.js';

export interface LambdaOptions {
  readonly functionArn: string;
  readonly callDataStream: string;
  readonly limitMs: number;
}

/** Has AWS run a function, as LCA does with its start-of-call and post-call-summary hooks. */
export class LambdaTarget implements Target {
  constructor(
    private readonly functions: LambdaFunctions,
    private readonly options: LambdaOptions,
  ) {}

  deliver(notification: Notification): Promise<void> {
    const { functionArn, callDataStream, limitMs } = this.options;
    return this.functions.enqueue(functionArn, JSON.stringify(toPayload(notification, callDataStream)), limitMs);
  }

  close(): void {
    this.functions.close();
  }
}
