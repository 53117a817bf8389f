import { createServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { checkRequestSignature } from './signature-check.js';
import { TranscriptionSession, type TranscribeFault } from './transcription-session.js';

/** Amazon Transcribe streaming on the loopback, over HTTP/2 without TLS. */
export interface TranscribeServer {
  readonly endpoint: string;
  /** The sessions that opened, in order. */
  readonly sessions: readonly TranscriptionSession[];
  /** Requests, with those that were refused. */
  readonly requests: readonly IncomingHttpHeaders[];
  /** What clients did against the protocol: checksums, signatures, order, sizes. */
  readonly problems: readonly string[];
  /** Each request takes one fault, oldest first. */
  readonly faults: TranscribeFault[];
  /** Answers a request that waits because of `slow-open`. */
  open(): void;
  dispose(): Promise<void>;
}

const paths = ['/stream-transcription', '/call-analytics-stream-transcription'];

/** Credentials that only this server knows. */
export const fakeTranscribeCredentials = { accessKeyId: 'FAKEACCESSKEY', secretAccessKey: 'fake-secret-key-for-tests' };

/** `secrets`: secret keys by access key id, if others than `fakeTranscribeCredentials` are used. */
export async function startAmazonTranscribe(
  secrets: Readonly<Record<string, string>> = {
    [fakeTranscribeCredentials.accessKeyId]: fakeTranscribeCredentials.secretAccessKey,
  },
): Promise<TranscribeServer> {
  const sessions: TranscriptionSession[] = [];
  const requests: IncomingHttpHeaders[] = [];
  const problems: string[] = [];
  const faults: TranscribeFault[] = [];
  const connections = new Set<ServerHttp2Session>();
  let waiting: () => void = () => {};
  const answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, fault: TranscribeFault | undefined) => {
    try {
      const signatures = checkRequestSignature(headers, secrets);
      const report = (problem: string) => void problems.push(problem);
      sessions.push(new TranscriptionSession(headers, stream, signatures, fault, report));
    } catch (error) {
      problems.push(String(error));
      return refuse(stream, 403, 'InvalidSignatureException');
    }
    const language = headers['x-amzn-transcribe-language-code'];
    stream.respond({
      ':status': 200,
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-transcribe-session-id': `session-${sessions.length}`,
      ...(language !== undefined && { 'x-amzn-transcribe-language-code': language }),
    });
  };
  const server = createServer();
  server.on('session', (session) => {
    connections.add(session);
    session.on('close', () => connections.delete(session)).on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    requests.push(headers);
    const fault = faults.shift();
    const isKnown = paths.includes(String(headers[':path']));
    if (headers[':method'] !== 'POST' || !isKnown) refuse(stream, 404, 'NotFound');
    else if (fault?.kind === 'busy') refuse(stream, 429, 'LimitExceededException');
    else if (fault?.kind === 'refuses') refuse(stream, 400, 'BadRequestException');
    else if (fault?.kind === 'slow-open') waiting = () => answer(stream, headers, undefined);
    else answer(stream, headers, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    requests,
    problems,
    faults,
    open: () => waiting(),
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of connections) session.destroy();
      }),
  };
}

function refuse(stream: ServerHttp2Stream, status: number, type: string): void {
  stream.respond({ ':status': status, 'content-type': 'application/json', 'x-amzn-errortype': type });
  stream.end(JSON.stringify({ Message: 'refused by the test' }));
}
