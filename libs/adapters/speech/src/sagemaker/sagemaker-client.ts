import type { SageMakerRuntimeClient, SageMakerRuntimeClientConfig } from '@aws-sdk/client-sagemaker-runtime';
import { wavHeader } from '@earshot/domain';
import { Failure, type Clock } from '@earshot/ports';
import { SAMPLE_RATE_HZ } from '../listening/speech-windows.js';
import { invalidAnswer, RequestError } from '../requests/request-error.js';
import type { UtteranceClient } from '../requests/utterance-requests.js';
import { toBytes } from '../to-bytes.js';
import { lateAnswer, toRequestError } from './sagemaker-failure.js';
import { toWhisperAnswer } from './to-whisper-answer.js';

export interface SagemakerOptions {
  readonly region: string;
  readonly endpointName: string;
  readonly inferenceComponent: string | undefined;
  readonly url: string | undefined;
  readonly timeoutMs: number;
}

const MAX_ANSWER_BYTES = 1_000_000;

type SdkModule = typeof import('@aws-sdk/client-sagemaker-runtime');

/** Sends one utterance at a time to a SageMaker endpoint. It never retries: `UtteranceRequests` does. */
export class SagemakerClient implements UtteranceClient {
  private loading: Promise<{ client: SageMakerRuntimeClient; Command: SdkModule['InvokeEndpointCommand'] }> | null =
    null;

  constructor(
    private readonly options: SagemakerOptions,
    private readonly clock: Clock,
  ) {}

  /** The model finds the language: a WAV file does not say it. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
  async transcribe(samples: Int16Array, _language: string | undefined, signal: AbortSignal): Promise<unknown> {
    const { endpointName, inferenceComponent, timeoutMs } = this.options;
    const { client, Command } = await this.load();
    const timeout = new AbortController();
    const cancelTimeout = this.clock.schedule(timeoutMs, () => timeout.abort());
    const command = new Command({
      EndpointName: endpointName,
      ContentType: 'audio/wav',
      Accept: 'application/json',
      Body: wavFile(samples),
      ...(inferenceComponent !== undefined && { InferenceComponentName: inferenceComponent }),
    });
    try {
      const { Body } = await client.send(command, { abortSignal: AbortSignal.any([signal, timeout.signal]) });
      return toWhisperAnswer(readAnswer(Body ?? new Uint8Array()));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof RequestError) throw error;
      throw timeout.signal.aborted ? lateAnswer(timeoutMs) : toRequestError(error);
    } finally {
      cancelTimeout();
    }
  }

  /** Sends half a second of silence. Rejects with `Failure`. */
  async probe(signal: AbortSignal): Promise<void> {
    try {
      await this.transcribe(new Int16Array(SAMPLE_RATE_HZ / 2), undefined, signal);
    } catch (error) {
      throw error instanceof RequestError
        ? error.failure
        : new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed', { retryable: false, cause: error });
    }
  }

  async close(): Promise<void> {
    (await this.loading?.catch(() => null))?.client.destroy();
  }

  private load() {
    this.loading ??= import('@aws-sdk/client-sagemaker-runtime').then(
      ({ SageMakerRuntimeClient, InvokeEndpointCommand }) => ({
        client: new SageMakerRuntimeClient(configOf(this.options)),
        Command: InvokeEndpointCommand,
      }),
    );
    return this.loading;
  }
}

const configOf = ({ region, url }: SagemakerOptions): SageMakerRuntimeClientConfig => ({
  region,
  maxAttempts: 1,
  ...(url !== undefined && { endpoint: url }),
});

function wavFile(samples: Int16Array): Uint8Array {
  const header = wavHeader({ codec: 'L16', sampleRateHz: SAMPLE_RATE_HZ, channelCount: 1 }, samples.length * 2);
  return Buffer.concat([header, toBytes(samples)]);
}

function readAnswer(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_ANSWER_BYTES) throw invalidAnswer('an answer of more than a megabyte');
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw invalidAnswer('an answer that is no JSON');
  }
}
