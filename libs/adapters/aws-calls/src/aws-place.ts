import type { NodeHttpHandler } from '@smithy/node-http-handler';

/** Where AWS answers. The credentials are those of the process. */
export interface AwsPlace {
  readonly region?: string | undefined;
  /** For VPC endpoints and for tests. */
  readonly endpoint?: string | undefined;
}

const CONNECT_WITHIN_MS = 5_000;

/** The options that all clients share. */
export const placeOf = ({ region, endpoint }: AwsPlace): AwsPlace => ({
  ...(region !== undefined && { region }),
  ...(endpoint !== undefined && { endpoint }),
});

/** `answerWithinMs`: 0 for answers that go on as long as a call. */
export async function createHandler(maxSockets: number, answerWithinMs: number): Promise<NodeHttpHandler> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const agent = { maxSockets, keepAlive: true };
  return new NodeHttpHandler({
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: answerWithinMs,
    throwOnRequestTimeout: answerWithinMs > 0,
    httpAgent: agent,
    httpsAgent: agent,
  });
}
