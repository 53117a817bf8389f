import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@earshot/ports';
import { exampleAwsCredentials, isSignedFor } from '../aws-signature.js';
import { LoopbackServer } from '../loopback-server.js';
import { readBody } from '../read-body.js';
import { TestEventQueue, type SqsBody } from './test-event-queue.js';
import { TestVideoStream, type StartSelector } from './test-video-stream.js';

/** As `DescribeUser` of Amazon Connect shows it. */
export interface ConnectUser {
  readonly Username: string;
  readonly IdentityInfo?: { readonly FirstName?: string; readonly LastName?: string };
}

/** A queue of Amazon SQS, users of Amazon Connect and Kinesis Video Streams on the loopback. It checks the shape of signatures only. */
export interface AwsCallsServer {
  readonly endpoint: string;
  readonly queueUrl: string;
  /** Environment variables with credentials that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly queue: TestEventQueue;
  /** The stream with this name; makes it the first time. */
  stream(name: string): TestVideoStream;
  /** The users of Amazon Connect by their ids. */
  readonly users: Map<string, ConnectUser>;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

const USER_PATH = /^\/users\/[\w-]+\/([\w-]+)$/;
const QUEUE_PATH = '/111122223333/call-events';

/** Starts the server in this process on a free port. `clock`: by which hidden messages come again. */
export async function startAwsCalls(clock: Clock): Promise<AwsCallsServer> {
  const queue = new TestEventQueue(clock);
  const users = new Map<string, ConnectUser>();
  const streams = new Map<string, TestVideoStream>();
  const findStream = (arn: unknown) => [...streams.values()].find((stream) => stream.arn === arn);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = once(response, 'close');
    const text = await readBody(request);
    const body = (text === '' ? {} : JSON.parse(text)) as SqsBody;
    const { authorization, 'x-amz-target': target } = request.headers;
    const [, userId] = USER_PATH.exec(request.url ?? '') ?? [];
    if (!isSignedFor(findService(target, userId), authorization))
      return refuse(response, 403, 'IncompleteSignatureException');
    if (userId !== undefined) return answerUser(response, users.get(userId));
    if (target !== undefined) {
      const operation = String(target).replace('AmazonSQS.', '');
      const answered = await queue.answer(operation, body, gone);
      if (answered !== null) send(response, 200, answered);
      return;
    }
    const stream = findStream(body['StreamARN']);
    if (stream === undefined) return refuse(response, 404, 'ResourceNotFoundException');
    const refusal = stream.takeRefusal();
    if (refusal !== undefined)
      return refuse(response, refusal, refusal === 429 ? 'ClientLimitExceededException' : 'InternalFailure');
    if (request.url === '/getDataEndpoint') return send(response, 200, { DataEndpoint: server.url });
    stream.serve(body['StartSelector'] as StartSelector, response);
  };
  const server = await LoopbackServer.open((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  return {
    endpoint: server.url,
    queueUrl: `${server.url}${QUEUE_PATH}`,
    environment: exampleAwsCredentials,
    queue,
    users,
    stream: (name) => {
      const stream = streams.get(name) ?? new TestVideoStream(name);
      streams.set(name, stream);
      return stream;
    },
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
  };
}

const answerUser = (response: ServerResponse, user: ConnectUser | undefined): void =>
  user === undefined ? refuse(response, 404, 'ResourceNotFoundException') : send(response, 200, { User: user });

function findService(target: unknown, userId: string | undefined): string {
  if (userId !== undefined) return 'connect';
  return target === undefined ? 'kinesisvideo' : 'sqs';
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, status: number, type: string): void => {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end('{}');
};
