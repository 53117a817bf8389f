import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from '../loopback-server.js';
import { readWavSamples } from '../wav-samples.js';
import { answerBursts, type WhisperDetail } from './whisper-answer.js';

/** One transcription request. */
export interface WhisperRequest {
  readonly authorization: string | undefined;
  /** Form fields apart from the file; a repeated one is a list. */
  readonly fields: Readonly<Record<string, string | string[]>>;
  /** Mono at 16 kHz. */
  readonly samples: Int16Array;
}

/** How a request goes wrong. */
export type WhisperFault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Breaks the connection before the answer. */
  | { readonly kind: 'resets' }
  /** Ends in the middle of the answer without an error. */
  | { readonly kind: 'closes-early' }
  /** Never answers. */
  | { readonly kind: 'hangs' }
  /** Answers when `release` is called. */
  | { readonly kind: 'slow' }
  | { readonly kind: 'garbage'; readonly body?: string }
  /** Says this, whatever the sound. */
  | { readonly kind: 'answers'; readonly answer: unknown };

/** A Whisper server with the transcription API of OpenAI on the loopback. */
export interface WhisperServer {
  readonly url: string;
  readonly requests: readonly WhisperRequest[];
  /** What clients did against the API. */
  readonly problems: readonly string[];
  /** Each request takes one fault, oldest first. */
  readonly faults: WhisperFault[];
  /** The key that the server expects; none at first. */
  key: string | undefined;
  /** The only model that the server has; any at first. */
  model: string | undefined;
  /** The details that the server can give. It refuses requests for more, as OpenAI and vLLM do. */
  detail: WhisperDetail;
  /** What it says about the samples. By default it recognises bursts. */
  recognize: (samples: Int16Array) => unknown;
  /** Most requests that were there at once. */
  readonly mostAtOnce: number;
  /** Answers the requests that `slow` holds, oldest first. */
  release(): void;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Starts the server in this process on a free port. */
export async function startWhisper(): Promise<WhisperServer> {
  const requests: WhisperRequest[] = [];
  const problems: string[] = [];
  const held: (() => void)[] = [];
  let atOnce = 0;
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    atOnce += 1;
    running.mostAtOnce = Math.max(running.mostAtOnce, atOnce);
    response.once('close', () => (atOnce -= 1));
    if (incoming.method !== 'POST' || incoming.url !== '/v1/audio/transcriptions') return refuse(response, 404);
    const request = await readRequest(incoming, (problem) => void problems.push(problem));
    requests.push(request);
    if (running.key !== undefined && request.authorization !== `Bearer ${running.key}`) return refuse(response, 401);
    if (running.model !== undefined && request.fields['model'] !== running.model) return refuse(response, 404);
    const fault = running.faults.shift();
    if (fault === undefined) return transcribe(request, response);
    if (fault.kind === 'slow') return void held.push(() => transcribe(request, response));
    misbehave(fault, response);
  };
  const transcribe = ({ fields, samples }: WhisperRequest, response: ServerResponse) => {
    const isVerbose = fields['response_format'] === 'verbose_json';
    const wantsWords = [fields['timestamp_granularities[]']].flat().includes('word');
    if (isVerbose && running.detail === 'json') return refuse(response, 400);
    if (wantsWords && running.detail === 'segments') return refuse(response, 400);
    const said = running.recognize(samples);
    send(response, 200, JSON.stringify(isVerbose ? said : { text: (said as { text: string }).text }));
  };
  const server = await LoopbackServer.open((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      problems.push(String(error));
      response.destroy();
    });
  });
  const running: WhisperServer & { mostAtOnce: number } = {
    url: `http://127.0.0.1:${server.port}/v1`,
    requests,
    problems,
    faults: [],
    key: undefined,
    model: undefined,
    detail: 'words',
    recognize: (samples) => answerBursts(samples, running.detail),
    mostAtOnce: 0,
    release: () => held.shift()?.(),
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
  };
  return running;
}

function misbehave(fault: WhisperFault, response: ServerResponse): void {
  if (fault.kind === 'status') return refuse(response, fault.status, fault.headers);
  if (fault.kind === 'resets') return void response.destroy();
  if (fault.kind === 'garbage') return send(response, 200, fault.body ?? '<html>502 Bad Gateway</html>');
  if (fault.kind === 'answers') return send(response, 200, JSON.stringify(fault.answer));
  if (fault.kind !== 'closes-early') return;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 400 });
  response.write('{"text":"w3');
  response.socket?.end();
}

async function readRequest(incoming: IncomingMessage, report: (problem: string) => void): Promise<WhisperRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { 'content-type': type = '', authorization } = incoming.headers;
  const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  form.delete('file');
  const fields = Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name).map(String);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
  const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  return { authorization, fields, samples: readWavSamples(bytes, report) };
}

const refuse = (response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void =>
  send(response, status, JSON.stringify({ error: { message: 'refused by the test' } }), headers);

function send(response: ServerResponse, status: number, body: string, headers = {}): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
