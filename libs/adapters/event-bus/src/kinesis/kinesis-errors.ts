import { Failure, findTlsProblem } from '@earshot/ports';

const GONE = 'ResourceNotFoundException';
const THROTTLED = ['ProvisionedThroughputExceededException', 'LimitExceededException', 'KMSThrottlingException'];

/** Returns the name of a refusal by Kinesis or of a network error, never the message: it may quote what was said. */
export const kinesisErrorCode = (error: unknown): string =>
  String((error as { name?: unknown } | null)?.name ?? 'unknown');

/** Returns the code of any failure, also one of a store or a handler, never the message: it may quote what was said. */
export const errorCode = (error: unknown): string =>
  String((error as { code?: unknown } | null)?.code ?? kinesisErrorCode(error));

/** Whether the stream, shard or consumer does not exist. */
export const isGone = (error: unknown): boolean => kinesisErrorCode(error) === GONE;

/** Whether the request exceeded what Kinesis allows in a second. A later one may succeed. */
export const isThrottled = (error: unknown): boolean => THROTTLED.includes(kinesisErrorCode(error));

/** Says that the stream was deleted and another one has its name. `isGone` is true for this error. */
export const streamReplaced = (): Error =>
  Object.assign(new Error('the stream was deleted and created again'), { name: GONE });

/** Creates a retryable failure. A `Failure`, for example of the lease store, is returned as it is. */
export function busUnavailable(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const problem = findTlsProblem(cause);
  return problem === null
    ? new Failure('BUS_UNAVAILABLE', `Kinesis does not answer (${kinesisErrorCode(cause)})`, { retryable: true, cause })
    : new Failure('BUS_TLS_FAILED', `the TLS handshake with Kinesis failed (${problem})`, { retryable: true, cause });
}
