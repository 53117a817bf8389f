import {
  BatchDetectSentimentCommand,
  ComprehendClient,
  DetectPiiEntitiesCommand,
  type BatchDetectSentimentCommandOutput,
  type ComprehendClientConfig,
  type DetectPiiEntitiesCommandOutput,
  type LanguageCode,
} from '@aws-sdk/client-comprehend';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface ComprehendPlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

const CONNECT_LIMIT_MS = 3_000;
/** Callers give up earlier. This frees the socket of a server that never answers. */
const ANSWER_LIMIT_MS = 15_000;

/** The requests that go to Comprehend. It never retries: the caller knows how long the texts may wait. */
export class ComprehendApi {
  private readonly client: ComprehendClient;

  constructor(place: ComprehendPlace) {
    this.client = new ComprehendClient(clientConfig(place));
  }

  /** Resolves with false when no region is known. Starts to load the credentials. */
  async findRegion(): Promise<boolean> {
    try {
      await this.client.config.region();
    } catch {
      return false;
    }
    // The first final must not wait for the credentials. A request reports what is wrong with them.
    this.client.config.credentials().catch(() => undefined);
    return true;
  }

  detectSentiments(
    texts: readonly string[],
    language: LanguageCode,
    signal: AbortSignal,
  ): Promise<BatchDetectSentimentCommandOutput> {
    const command = new BatchDetectSentimentCommand({ TextList: [...texts], LanguageCode: language });
    return this.client.send(command, { abortSignal: signal });
  }

  /** Takes up to 100 KB of text, which is more than a final has. */
  detectPii(text: string, language: 'en' | 'es', signal: AbortSignal): Promise<DetectPiiEntitiesCommandOutput> {
    return this.client.send(new DetectPiiEntitiesCommand({ Text: text, LanguageCode: language }), {
      abortSignal: signal,
    });
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
