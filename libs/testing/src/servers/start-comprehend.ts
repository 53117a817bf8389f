import type { IncomingMessage, ServerResponse } from 'node:http';
import { exampleAwsCredentials, isSignedFor } from './aws-signature.js';
import { LoopbackServer } from './loopback-server.js';

/** One request as a fault sees it. `DetectPiiEntities` has one text. */
export interface ComprehendRequest {
  readonly operation: string;
  readonly language: string;
  readonly texts: readonly string[];
  readonly authorization: string;
}

/**
 * Instead of an answer: break the connection, send no JSON, stay silent, refuse with an error, or refuse only the items of
 * these indexes.
 */
export type ComprehendFault =
  | 'reset'
  | 'garbage'
  | 'silence'
  | { readonly status: number; readonly type: string }
  | { readonly failedItems: readonly number[] };

type Scores = readonly [positive: number, negative: number, neutral: number, mixed: number];

/** A private detail, in code points. */
export interface ComprehendPii {
  readonly Type: string;
  readonly Score: number;
  readonly BeginOffset: number;
  readonly EndOffset: number;
}

/**
 * `BatchDetectSentiment` and `DetectPiiEntities` of Amazon Comprehend on the loopback, with their limits. It checks the shape of
 * signatures only.
 */
export interface ComprehendServer {
  readonly endpoint: string;
  /** Environment variables with credentials that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly ComprehendRequest[];
  /** Sees each request before the answer. A promise delays the answer. */
  fault: ((request: ComprehendRequest) => Promise<ComprehendFault | void> | ComprehendFault | void) | undefined;
  /** The probabilities of a text. By default "good", "bad" and "both" decide. */
  scoresOf: (text: string) => Scores;
  /** The private details of a text. By default names after "I am", and streets. */
  piiOf: (text: string) => readonly ComprehendPii[];
  /** Resolves when this many requests have arrived. */
  untilRequests(count: number): Promise<void>;
  forgetRequests(): void;
  /** Stops listening and breaks every connection. */
  goAway(): Promise<void>;
  /** Listens again on the same port. */
  comeBack(): Promise<void>;
}

const MAX_TEXTS = 25;
const MAX_TEXT_BYTES = 5_000;
const OPERATION_PREFIX = 'Comprehend_20171127.';
const MAX_PII_BYTES = 100_000;
const languages = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt', 'zh', 'zh-TW'];
/** Languages of each operation. */
const languagesOf: Readonly<Record<string, readonly string[]>> = {
  BatchDetectSentiment: languages,
  DetectPiiEntities: ['en', 'es'],
};
const labels = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const;

/** Starts the server in this process on a free port. */
export async function startComprehend(): Promise<ComprehendServer> {
  const requests: ComprehendRequest[] = [];
  let waiters: { count: number; resolve: () => void }[] = [];

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const refusal = refusalOf(incoming, request);
    if (refusal !== null) return refuse(response, refusal);
    requests.push(request);
    const fault = running.fault?.(request);
    for (const { count, resolve } of waiters) if (requests.length >= count) resolve();
    waiters = waiters.filter(({ count }) => requests.length < count);
    answerRequest(response, request, await fault);
  };
  const answerRequest = (response: ServerResponse, request: ComprehendRequest, fault: ComprehendFault | void) => {
    if (fault === 'silence') return;
    if (fault === 'reset') return void response.destroy();
    if (fault === 'garbage') return send(response, 200, '<html>no JSON</html>');
    if (fault !== undefined && 'status' in fault) return refuse(response, fault);
    if (request.operation === 'DetectPiiEntities')
      return send(response, 200, JSON.stringify({ Entities: running.piiOf(request.texts[0] ?? '') }));
    send(response, 200, JSON.stringify(detect(request, running.scoresOf, fault?.failedItems ?? [])));
  };
  const server = await LoopbackServer.open((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  const running: ComprehendServer = {
    endpoint: `http://127.0.0.1:${server.port}`,
    environment: exampleAwsCredentials,
    requests,
    fault: undefined,
    scoresOf: defaultScores,
    piiOf: defaultPii,
    untilRequests: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiters.push({ count, resolve });
      }),
    forgetRequests: () => void requests.splice(0),
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
  };
  return running;
}

async function readRequest(incoming: IncomingMessage): Promise<ComprehendRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { TextList, Text, LanguageCode } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    TextList?: string[];
    Text?: string;
    LanguageCode?: string;
  };
  const { authorization = '', 'x-amz-target': target } = incoming.headers;
  const operation = String(target).startsWith(OPERATION_PREFIX) ? String(target).slice(OPERATION_PREFIX.length) : '';
  const texts = operation === 'DetectPiiEntities' ? [Text ?? ''] : (TextList ?? []);
  return { operation, texts, language: LanguageCode ?? '', authorization };
}

/** The errors with which Comprehend refuses a whole request. */
function refusalOf({ method }: IncomingMessage, { operation, texts, language, authorization }: ComprehendRequest) {
  if (!isSignedFor('comprehend', authorization)) return { status: 403, type: 'IncompleteSignatureException' };
  const known = languagesOf[operation];
  if (method !== 'POST' || known === undefined) return { status: 400, type: 'UnknownOperationException' };
  if (operation === 'DetectPiiEntities' && Buffer.byteLength(texts[0] ?? '') > MAX_PII_BYTES)
    return { status: 400, type: 'TextSizeLimitExceededException' };
  if (texts.length > MAX_TEXTS) return { status: 400, type: 'BatchSizeLimitExceededException' };
  if (texts.length === 0 || texts.includes('')) return { status: 400, type: 'InvalidRequestException' };
  if (!known.includes(language)) return { status: 400, type: 'UnsupportedLanguageException' };
  return null;
}

function detect({ texts }: ComprehendRequest, scoresOf: (text: string) => Scores, failedItems: readonly number[]) {
  const errorOf = (text: string, index: number) => {
    if (failedItems.includes(index)) return 'INTERNAL_SERVER_ERROR';
    return Buffer.byteLength(text) > MAX_TEXT_BYTES ? 'TEXT_SIZE_LIMIT_EXCEEDED' : null;
  };
  const items = texts.map((text, Index) => ({ Index, ErrorCode: errorOf(text, Index), scores: scoresOf(text) }));
  return {
    ResultList: items.flatMap(({ Index, ErrorCode, scores }) => {
      const [Positive, Negative, Neutral, Mixed] = scores;
      const Sentiment = labels[scores.indexOf(Math.max(...scores))];
      return ErrorCode === null ? [{ Index, Sentiment, SentimentScore: { Positive, Negative, Neutral, Mixed } }] : [];
    }),
    ErrorList: items.flatMap(({ Index, ErrorCode }) =>
      ErrorCode === null ? [] : [{ Index, ErrorCode, ErrorMessage: 'The text could not be processed.' }],
    ),
  };
}

function defaultScores(text: string): Scores {
  if (/\bgood\b/.test(text)) return [0.95, 0.02, 0.02, 0.01];
  if (/\bbad\b/.test(text)) return [0.02, 0.95, 0.02, 0.01];
  return /\bboth\b/.test(text) ? [0.1, 0.1, 0.1, 0.7] : [0.02, 0.02, 0.95, 0.01];
}

function defaultPii(text: string): readonly ComprehendPii[] {
  const patterns = [
    ['NAME', /(?<=\bI am )[A-Z]\w+(?: [A-Z]\w+)*/g],
    ['ADDRESS', /\d+ [A-Z]\w+ (?:Road|Street)/g],
  ] as const;
  return patterns.flatMap(([Type, pattern]) =>
    [...text.matchAll(pattern)].map((match) => {
      const BeginOffset = [...text.slice(0, match.index)].length;
      return { Type, Score: 0.99, BeginOffset, EndOffset: BeginOffset + [...match[0]].length };
    }),
  );
}

const refuse = (response: ServerResponse, { status, type }: { status: number; type: string }): void =>
  send(response, status, JSON.stringify({ __type: type, message: 'refused' }));

function send(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
}
