import type { IncomingMessage, ServerResponse } from 'node:http';
import { exampleAwsCredentials, isSignedFor } from '../aws-signature.js';
import { LoopbackServer } from '../loopback-server.js';
import { readWavSamples } from '../wav-samples.js';
import { answerBursts } from '../whisper/whisper-answer.js';

/** One invocation of an endpoint. */
export interface SagemakerRequest {
  readonly endpointName: string;
  readonly headers: IncomingMessage['headers'];
  /** Mono at 16 kHz. */
  readonly samples: Int16Array;
}

/** How a request goes wrong. */
export type SagemakerFault =
  /** An error of the service; of the model itself with `modelStatus`. */
  | { readonly kind: 'error'; readonly status: number; readonly type: string; readonly modelStatus?: number }
  | { readonly kind: 'resets' }
  /** Ends in the middle of the answer without an error. */
  | { readonly kind: 'closes-early' }
  /** Never answers. */
  | { readonly kind: 'hangs' }
  | { readonly kind: 'garbage' }
  /** Says this, whatever the sound. */
  | { readonly kind: 'answers'; readonly answer: unknown };

/** `InvokeEndpoint` of Amazon SageMaker on the loopback, with a model that hears bursts. It checks the shape of signatures only. */
export interface SagemakerServer {
  readonly url: string;
  /** Environment variables with credentials that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly SagemakerRequest[];
  /** What clients did against the API. */
  readonly problems: readonly string[];
  /** Each request takes one fault, oldest first. */
  readonly faults: SagemakerFault[];
  /** The only endpoint that exists. */
  endpointName: string;
  goAway(): Promise<void>;
}

/** Starts the server in this process on a free port. */
export async function startSagemaker(): Promise<SagemakerServer> {
  const requests: SagemakerRequest[] = [];
  const problems: string[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { headers, method, url = '' } = incoming;
    if (!isSignedFor('sagemaker', headers.authorization)) return refuse(response, 403, 'InvalidSignatureException');
    const endpointName = /^\/endpoints\/([^/]+)\/invocations$/.exec(url)?.[1];
    if (method !== 'POST' || endpointName === undefined) return refuse(response, 404, 'UnknownOperationException');
    if (headers['content-type'] !== 'audio/wav') problems.push(`content type ${headers['content-type']}`);
    const samples = readWavSamples(Buffer.concat(chunks), (problem) => void problems.push(problem));
    requests.push({ endpointName, headers, samples });
    if (endpointName !== running.endpointName) return refuse(response, 400, 'ValidationError');
    const fault = running.faults.shift();
    if (fault !== undefined) return misbehave(fault, response);
    send(response, 200, JSON.stringify({ text: [answerBursts(samples, 'json')['text']] }));
  };
  const server = await LoopbackServer.open((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      problems.push(String(error));
      response.destroy();
    });
  });
  const running: SagemakerServer = {
    url: `http://127.0.0.1:${server.port}`,
    environment: exampleAwsCredentials,
    requests,
    problems,
    faults: [],
    endpointName: 'whisper-test',
    goAway: () => server.goAway(),
  };
  return running;
}

function misbehave(fault: SagemakerFault, response: ServerResponse): void {
  if (fault.kind === 'error') return refuse(response, fault.status, fault.type, fault.modelStatus);
  if (fault.kind === 'resets') return void response.destroy();
  if (fault.kind === 'garbage') return send(response, 200, '<html>502 Bad Gateway</html>');
  if (fault.kind === 'answers') return send(response, 200, JSON.stringify(fault.answer));
  if (fault.kind !== 'closes-early') return;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 400 });
  response.write('{"text":"w3');
  response.socket?.end();
}

const refuse = (response: ServerResponse, status: number, type: string, modelStatus?: number): void =>
  send(response, status, JSON.stringify({ message: 'refused by the test', OriginalStatusCode: modelStatus }), {
    'x-amzn-errortype': type,
  });

function send(response: ServerResponse, status: number, body: string, headers = {}): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
