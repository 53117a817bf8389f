import { Failure, type Clock } from '@earshot/ports';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { outboundTimeout, unreachable } from '../http/outbound-failures.js';

/** Where an AWS service answers. The credentials are those of the process. */
export interface AwsPlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Requests at the same time. The default is that of the SDK. */
  readonly maxSockets?: number;
}

const CONNECT_LIMIT_MS = 3_000;

/** Settings of every client. It never retries: the caller knows how long its question may wait. */
export const clientSettings = ({ region, endpoint, maxSockets }: AwsPlace) => ({
  ...(region !== undefined && { region }),
  ...(endpoint !== undefined && { endpoint }),
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: CONNECT_LIMIT_MS,
    ...(maxSockets !== undefined && { httpAgent: { maxSockets }, httpsAgent: { maxSockets } }),
  }),
});

/** Some services of AWS say with status 400 that there are too many requests. */
const isThrottling = (name: string | undefined): boolean => name !== undefined && /throttl/i.test(name);

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
    const retryable = status >= 500 || status === 429 || isThrottling(name);
    throw new Failure('OUTBOUND_REFUSED', `AWS refused the request (${name ?? status}).`, { retryable });
  } finally {
    cancel();
  }
}
