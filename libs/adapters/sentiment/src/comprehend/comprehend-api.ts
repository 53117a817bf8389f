import {
  BatchDetectSentimentCommand,
  ComprehendClient,
  type BatchDetectSentimentCommandOutput,
  type ComprehendClientConfig,
  type LanguageCode,
} from '@aws-sdk/client-comprehend';
import { Failure } from '@earshot/ports';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface ComprehendPlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

const CONNECT_LIMIT_MS = 3_000;
/** Callers give up earlier. This frees the socket of a server that never answers. */
const ANSWER_LIMIT_MS = 15_000;

/** The request that the engine sends to Comprehend. It never retries: the caller knows how long the texts may wait. */
export class ComprehendApi {
  private readonly client: ComprehendClient;

  constructor(place: ComprehendPlace) {
    this.client = new ComprehendClient(clientConfig(place));
  }

  /** Rejects with `Failure` `SENTIMENT_ENGINE_UNUSABLE` when no region is known. Starts to load the credentials. */
  async requireRegion(): Promise<void> {
    try {
      await this.client.config.region();
    } catch (cause) {
      const message = 'COMPREHEND_REGION: required with SENTIMENT_ENGINE=comprehend unless AWS_REGION is set';
      throw new Failure('SENTIMENT_ENGINE_UNUSABLE', message, { retryable: false, cause });
    }
    // The first final must not wait for the credentials. A request reports what is wrong with them.
    this.client.config.credentials().catch(() => undefined);
  }

  detectSentiments(
    texts: readonly string[],
    language: LanguageCode,
    signal: AbortSignal,
  ): Promise<BatchDetectSentimentCommandOutput> {
    const command = new BatchDetectSentimentCommand({ TextList: [...texts], LanguageCode: language });
    return this.client.send(command, { abortSignal: signal });
  }

  close(): void {
    this.client.destroy();
  }
}

const clientConfig = ({ region, endpoint }: ComprehendPlace): ComprehendClientConfig => ({
  ...(region !== undefined && { region }),
  ...(endpoint !== undefined && { endpoint }),
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: CONNECT_LIMIT_MS,
    requestTimeout: ANSWER_LIMIT_MS,
    throwOnRequestTimeout: true,
  }),
});
