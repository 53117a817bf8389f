import type {
  StartStreamTranscriptionCommandInput,
  TranscribeStreamingClient,
  TranscribeStreamingClientConfig,
} from '@aws-sdk/client-transcribe-streaming';
import type { ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import { readSignature, SignedAudio } from './signed-audio.js';
import type { TranscriptionRequest } from './transcription-request.js';

export interface TranscribeClientOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  /** Default: the SDK's chain. It fetches new credentials some minutes before the old ones expire. */
  readonly credentials?: TranscribeStreamingClientConfig['credentials'];
}

export interface AcceptedRequest {
  /** Takes the audio, and gives the events of the service. */
  readonly stream: ClientHttp2Stream;
  readonly language: string | undefined;
}

/** The call of the SDK's middleware that prepares the body of a request. */
interface SignedRequest {
  readonly input: { readonly AudioStream?: unknown };
  readonly request: { readonly headers: Readonly<Record<string, string>>; body: Readable };
}

/** The SDK, loaded when it is first used. It never retries: a session that breaks is opened by its owner. */
export class TranscribeClient {
  private loading: Promise<{ readonly client: TranscribeStreamingClient; readonly sdk: SdkModule }> | null = null;

  constructor(private readonly options: TranscribeClientOptions) {}

  /** Finds credentials. Resolves with the time when they expire, or null if they do not. */
  async findCredentials(): Promise<number | null> {
    const { client } = await this.load();
    const { expiration } = await client.config.credentials();
    return expiration?.getTime() ?? null;
  }

  /** Resolves when the service accepts the request, which it does before it has audio. Else rejects with the SDK's error. */
  async startTranscription(
    request: TranscriptionRequest,
    audio: SignedAudio,
    signal: AbortSignal,
  ): Promise<AcceptedRequest> {
    const { client, sdk } = await this.load();
    const AudioStream = audio as StartStreamTranscriptionCommandInput['AudioStream'];
    const options = { abortSignal: signal };
    if (request.api === 'analytics') audio.setConfiguration(request.configuration);
    const { LanguageCode: language } =
      request.api === 'standard'
        ? await client.send(new sdk.StartStreamTranscriptionCommand({ ...request.input, AudioStream }), options)
        : await client.send(
            new sdk.StartCallAnalyticsStreamTranscriptionCommand({ ...request.input, AudioStream }),
            options,
          );
    if (audio.stream === null) throw new Error('the SDK gave no HTTP/2 stream');
    return { stream: audio.stream, language };
  }

  async close(): Promise<void> {
    (await this.loading?.catch(() => null))?.client.destroy();
  }

  private load() {
    return (this.loading ??= this.loadOnce());
  }

  private async loadOnce() {
    const sdk = await import('@aws-sdk/client-transcribe-streaming');
    const { region, endpoint, credentials } = this.options;
    const client: TranscribeStreamingClient = new sdk.TranscribeStreamingClient({
      region,
      maxAttempts: 1,
      // Without a logger the SDK writes to the console. Failures are logged by whoever opens the stream.
      logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials !== undefined && { credentials }),
      // A live session may be silent for long. Its owner limits the time for opening it.
      requestHandler: { requestTimeout: 0, disableConcurrentStreams: true },
      eventStreamPayloadHandlerProvider: () => ({
        async handle(next: (args: unknown) => Promise<unknown>, args: SignedRequest) {
          const { input, request } = args;
          const { secretAccessKey } = await client.config.credentials();
          const signature = readSignature(request.headers['authorization'] ?? '');
          if (!(input.AudioStream instanceof SignedAudio) || signature === null)
            throw new Error('the request has no signed audio');
          // The SDK corrects the offset after each answer. Within a session, time must not go back.
          const offsetMs = client.config.systemClockOffset;
          const nowMs = () => Date.now() + offsetMs;
          input.AudioStream.begin({ ...signature, secretAccessKey, nowMs });
          // This body would sign each frame again. Nothing has read it yet.
          request.body.destroy();
          request.body = input.AudioStream;
          return next(args);
        },
      }),
    } as TranscribeStreamingClientConfig);
    client.middlewareStack.add(
      (next) => async (args) => {
        const output = await next(args);
        const { body } = args.request as { readonly body: unknown };
        const response = output.response as { readonly statusCode: number; body: Readable };
        if (!(body instanceof SignedAudio) || response.statusCode !== 200) return output;
        body.accept(response.body as ClientHttp2Stream);
        // The exchange reads the events itself (`EventReader`).
        response.body = Readable.from([]);
        return output;
      },
      // Within the deserializer, which waits for the first event.
      { step: 'deserialize', priority: 'low' },
    );
    return { client, sdk };
  }
}

const ignore = () => {};

type SdkModule = typeof import('@aws-sdk/client-transcribe-streaming');
