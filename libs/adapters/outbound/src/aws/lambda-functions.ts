import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Failure, type Clock } from '@earshot/ports';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { outboundTimeout, unreachable } from '../http/outbound-failures.js';

/** Where an AWS service answers. The credentials are those of the process. */
export interface AwsPlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

const CONNECT_LIMIT_MS = 3_000;

/** Settings of every client. It never retries: the caller knows how long its question may wait. */
export const clientSettings = ({ region, endpoint }: AwsPlace) => ({
  ...(region !== undefined && { region }),
  ...(endpoint !== undefined && { endpoint }),
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_LIMIT_MS }),
});

/** Runs one request of an AWS client within `limitMs`. Rejects with a `Failure` that keeps the SDK's name of the error only: its message may quote the request. */
export async function sendWithin<T>(
  clock: Clock,
  limitMs: number,
  send: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  const cancel = clock.schedule(limitMs, () => giveUp.abort());
  try {
    return await send(giveUp.signal);
  } catch (error) {
    if (giveUp.signal.aborted) throw outboundTimeout(limitMs);
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    if (status === undefined) throw unreachable(error);
    const retryable = status >= 500 || status === 429;
    throw new Failure('OUTBOUND_REFUSED', `AWS refused the request (${name ?? status}).`, { retryable });
  } finally {
    cancel();
  }
}

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
