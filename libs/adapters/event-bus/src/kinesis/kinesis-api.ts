import type {
  CreateStreamCommandInput,
  DescribeStreamConsumerCommandInput,
  DescribeStreamConsumerCommandOutput,
  GetRecordsCommandInput,
  GetRecordsCommandOutput,
  GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommandInput,
  KinesisClient,
  KinesisClientConfig,
  ListShardsCommandInput,
  ListShardsCommandOutput,
  PutRecordsCommandInput,
  PutRecordsResultEntry,
  RegisterStreamConsumerCommandInput,
  StreamDescriptionSummary,
  SubscribeToShardCommandInput,
  SubscribeToShardCommandOutput,
} from '@aws-sdk/client-kinesis';
import { readPem } from '../shared/read-pem.js';
import type { KinesisSettings } from './kinesis-settings.js';

interface LoadedSdk {
  readonly commands: typeof import('@aws-sdk/client-kinesis');
  readonly requests: KinesisClient;
  /** Uses HTTP/2, which only the pushes of enhanced fan-out need. */
  readonly pushes: KinesisClient;
}

const CONNECT_LIMIT_MS = 3_000;
const ANSWER_LIMIT_MS = 15_000;
const MAX_SOCKETS = 256;

/**
 * The requests that the bus sends to Kinesis. It loads the AWS SDK at the first one, so that processes on another bus do
 * not load it. It never retries: its callers know which message must not overtake another.
 */
export class KinesisApi {
  private loading: Promise<LoadedSdk> | undefined;

  constructor(private readonly settings: Pick<KinesisSettings, 'region' | 'endpoint' | 'caFile'>) {}

  async describeStream(name: string): Promise<StreamDescriptionSummary | undefined> {
    const { commands, requests } = await this.load();
    const answer = await requests.send(new commands.DescribeStreamSummaryCommand({ StreamName: name }));
    return answer.StreamDescriptionSummary;
  }

  async createStream(input: CreateStreamCommandInput): Promise<void> {
    const { commands, requests } = await this.load();
    await requests.send(new commands.CreateStreamCommand(input));
  }

  async increaseRetention(input: IncreaseStreamRetentionPeriodCommandInput): Promise<void> {
    const { commands, requests } = await this.load();
    await requests.send(new commands.IncreaseStreamRetentionPeriodCommand(input));
  }

  async listShards(input: ListShardsCommandInput): Promise<ListShardsCommandOutput> {
    const { commands, requests } = await this.load();
    return requests.send(new commands.ListShardsCommand(input));
  }

  async putRecords(input: PutRecordsCommandInput, signal: AbortSignal): Promise<PutRecordsResultEntry[]> {
    const { commands, requests } = await this.load();
    const answer = await requests.send(new commands.PutRecordsCommand(input), { abortSignal: signal });
    return answer.Records ?? [];
  }

  async getShardIterator(input: GetShardIteratorCommandInput, signal?: AbortSignal): Promise<string> {
    const { commands, requests } = await this.load();
    const options = signal === undefined ? {} : { abortSignal: signal };
    return (await requests.send(new commands.GetShardIteratorCommand(input), options)).ShardIterator ?? '';
  }

  async getRecords(input: GetRecordsCommandInput, signal: AbortSignal): Promise<GetRecordsCommandOutput> {
    const { commands, requests } = await this.load();
    return requests.send(new commands.GetRecordsCommand(input), { abortSignal: signal });
  }

  async describeConsumer(input: DescribeStreamConsumerCommandInput): Promise<DescribeStreamConsumerCommandOutput> {
    const { commands, requests } = await this.load();
    return requests.send(new commands.DescribeStreamConsumerCommand(input));
  }

  async registerConsumer(input: RegisterStreamConsumerCommandInput): Promise<void> {
    const { commands, requests } = await this.load();
    await requests.send(new commands.RegisterStreamConsumerCommand(input));
  }

  async subscribeToShard(
    input: SubscribeToShardCommandInput,
    signal: AbortSignal,
  ): Promise<SubscribeToShardCommandOutput> {
    const { commands, pushes } = await this.load();
    return pushes.send(new commands.SubscribeToShardCommand(input), { abortSignal: signal });
  }

  async close(): Promise<void> {
    const loaded = await this.loading?.catch(() => undefined);
    loaded?.requests.destroy();
    loaded?.pushes.destroy();
  }

  private load(): Promise<LoadedSdk> {
    return (this.loading ??= this.loadOnce());
  }

  private async loadOnce(): Promise<LoadedSdk> {
    const [commands, { NodeHttp2Handler, NodeHttpHandler }, ca] = await Promise.all([
      import('@aws-sdk/client-kinesis'),
      import('@smithy/node-http-handler'),
      readPem('KINESIS_TLS_CA_FILE', this.settings.caFile),
    ]);
    const { region, endpoint } = this.settings;
    const common: KinesisClientConfig = { region, ...(endpoint !== undefined && { endpoint }), maxAttempts: 1 };
    const trust = ca !== undefined && { ca };
    const agent = { maxSockets: MAX_SOCKETS, keepAlive: true };
    const requests = new commands.KinesisClient({
      ...common,
      requestHandler: new NodeHttpHandler({
        connectionTimeout: CONNECT_LIMIT_MS,
        requestTimeout: ANSWER_LIMIT_MS,
        throwOnRequestTimeout: true,
        httpAgent: agent,
        httpsAgent: { ...agent, ...trust },
      }),
    });
    const pushes = new commands.KinesisClient({
      ...common,
      ...(trust && { requestHandler: new NodeHttp2Handler({ nodeHttp2ConnectOptions: trust }) }),
    });
    return { commands, requests, pushes };
  }
}
