import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Failure, type Clock } from '@earshot/ports';
import { clientSettings, sendWithin, type AwsPlace } from './send-within.js';

/** Invokes functions of AWS Lambda. */
export class LambdaFunctions {
  private readonly client: LambdaClient;

  constructor(
    place: AwsPlace,
    private readonly clock: Clock,
  ) {
    this.client = new LambdaClient(clientSettings(place));
  }

  /** Waits for the function and resolves with its answer. Rejects with `OUTBOUND_REFUSED` when the function itself failed. */
  async invoke(functionArn: string, payload: string, limitMs: number): Promise<string> {
    const command = new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(payload) });
    const { FunctionError, Payload } = await sendWithin(this.clock, limitMs, (abortSignal) =>
      this.client.send(command, { abortSignal }),
    );
    // The payload of a failed function is an error object and no answer.
    if (FunctionError !== undefined) throw new Failure('OUTBOUND_REFUSED', 'The function failed.', { retryable: true });
    return Buffer.from(Payload ?? []).toString('utf8');
  }

  /** Hands the payload to AWS, which runs the function later. */
  async enqueue(functionArn: string, payload: string, limitMs: number): Promise<void> {
    const command = new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'Event',
      Payload: Buffer.from(payload),
    });
    await sendWithin(this.clock, limitMs, (abortSignal) => this.client.send(command, { abortSignal }));
  }

  close(): void {
    this.client.destroy();
  }
}
