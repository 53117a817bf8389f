import { exampleAwsCredentials, isSignedFor } from './aws-signature.js';
import { LoopbackServer } from './loopback-server.js';
import { readBody } from './read-body.js';

/** One invocation as the server got it. */
export interface LambdaInvocation {
  /** Name or ARN. */
  readonly functionName: string;
  /** `RequestResponse` or `Event`. */
  readonly type: string;
  readonly payload: unknown;
}

/** What the function does: an answer, an error of the function itself, or a refusal of AWS with this status. */
export type LambdaOutcome =
  { readonly answer: unknown } | { readonly error: unknown } | { readonly status: number; readonly type: string };

/** `Invoke` of AWS Lambda on the loopback. It checks the shape of signatures only. */
export interface LambdaServer {
  readonly endpoint: string;
  /** Environment variables with credentials that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly invocations: LambdaInvocation[];
  run: (invocation: LambdaInvocation) => LambdaOutcome;
  goAway(): Promise<void>;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Starts the server in this process on a free port. */
export async function startLambda(): Promise<LambdaServer> {
  const server = await LoopbackServer.open(async (incoming, response) => {
    const [, name] = INVOKE.exec(incoming.url ?? '') ?? [];
    const body = await readBody(incoming);
    if (name === undefined || !isSignedFor('lambda', incoming.headers.authorization))
      return void response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    const invocation = {
      functionName: decodeURIComponent(name),
      type: String(incoming.headers['x-amz-invocation-type'] ?? 'RequestResponse'),
      payload: JSON.parse(body) as unknown,
    };
    running.invocations.push(invocation);
    const outcome = running.run(invocation);
    if ('status' in outcome)
      return void response.writeHead(outcome.status, { 'x-amzn-errortype': outcome.type }).end('{}');
    if (invocation.type === 'Event') return void response.writeHead(202).end();
    if ('error' in outcome)
      return void response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end(JSON.stringify(outcome.error));
    response.writeHead(200).end(JSON.stringify(outcome.answer));
  });
  const running: LambdaServer = {
    endpoint: server.url,
    environment: exampleAwsCredentials,
    invocations: [],
    run: () => ({ answer: null }),
    goAway: () => server.goAway(),
  };
  return running;
}
