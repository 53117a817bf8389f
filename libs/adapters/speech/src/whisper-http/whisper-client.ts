import { wavHeader } from '@earshot/domain';
import { Failure, type Clock } from '@earshot/ports';
import { SAMPLE_RATE_HZ } from '../listening/speech-windows.js';
import { parseRetryAfter } from '../parse-retry-after.js';
import { toBytes } from '../to-bytes.js';
import { invalidAnswer, RequestError } from '../requests/request-error.js';
import { isRefusedForm, lateAnswer, noAnswer, refusedRequest } from './whisper-failure.js';
import type { WhisperOptions } from './whisper-options.js';

/** The details that a server can give, most first. The models gpt-4o-transcribe give only `json`, early vLLM no words. */
const answerForms = [
  { format: 'verbose_json', granularities: ['segment', 'word'] },
  { format: 'verbose_json', granularities: [] },
  { format: 'json', granularities: [] },
] as const;

const MAX_ANSWER_CHARS = 1_000_000;

/** Sends one utterance at a time to a Whisper server. It asks for as many details as the server gives. */
export class WhisperClient {
  /** The first form that the server took. */
  private form = 0;

  constructor(
    private readonly options: WhisperOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer as the server sent it. Rejects with `RequestError`, or with the reason of the signal.
   * `language`: ISO 639-1; without it the server finds the language.
   * https://platform.openai.com/docs/api-reference/audio/createTranscription
   */
  async transcribe(samples: Int16Array, language: string | undefined, signal: AbortSignal): Promise<unknown> {
    for (let form = this.form; ; form += 1) {
      const response = await this.post(samples, language, form, signal);
      if (response.status === 200) {
        this.form = form;
        return readAnswer(response.text);
      }
      if (!isRefusedForm(response.status) || form + 1 === answerForms.length)
        throw refusedRequest(response.status, response.retryAfterMs);
    }
  }

  /** Sends half a second of silence. Rejects with `Failure`. */
  async probe(signal: AbortSignal): Promise<void> {
    try {
      await this.transcribe(new Int16Array(SAMPLE_RATE_HZ / 2), undefined, signal);
    } catch (error) {
      throw error instanceof RequestError ? error.failure : closed(error);
    }
  }

  private async post(samples: Int16Array, language: string | undefined, form: number, signal: AbortSignal) {
    const { endpoint, apiKey, timeoutMs } = this.options;
    const timeout = new AbortController();
    const cancelTimeout = this.clock.schedule(timeoutMs, () => timeout.abort());
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        body: this.bodyOf(samples, language, form),
        // A redirect could carry the key and the audio to another host.
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout.signal]),
        ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
      });
      const text = await readText(response);
      const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), this.clock.nowMs());
      return { status: response.status, text, retryAfterMs };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof RequestError) throw error;
      throw timeout.signal.aborted ? lateAnswer(timeoutMs) : noAnswer(error);
    } finally {
      cancelTimeout();
    }
  }

  private bodyOf(samples: Int16Array, language: string | undefined, form: number): FormData {
    const { format, granularities } = answerForms[form] ?? answerForms[0];
    const body = new FormData();
    const header = wavHeader({ codec: 'L16', sampleRateHz: SAMPLE_RATE_HZ, channelCount: 1 }, samples.length * 2);
    // Copies, because a Blob takes no shared memory.
    const parts = [new Uint8Array(header), new Uint8Array(toBytes(samples))];
    body.set('file', new Blob(parts, { type: 'audio/wav' }), 'utterance.wav');
    body.set('model', this.options.model);
    body.set('response_format', format);
    body.set('temperature', '0');
    for (const granularity of granularities) body.append('timestamp_granularities[]', granularity);
    if (language !== undefined) body.set('language', language);
    if (this.options.prompt !== undefined) body.set('prompt', this.options.prompt);
    return body;
  }
}

async function readText(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    if (text.length > MAX_ANSWER_CHARS) throw invalidAnswer('an answer of more than a megabyte');
  }
  return text + decoder.decode();
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidAnswer('an answer that is no JSON');
  }
}

const closed = (cause: unknown) =>
  new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed', { retryable: false, cause });
