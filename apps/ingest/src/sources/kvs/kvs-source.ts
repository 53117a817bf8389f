import { randomUUID } from 'node:crypto';
import { openConnectAgents, openEventQueue, openVideoStreams } from '@earshot/aws-calls';
import type { AgentLookup, VideoStreams } from '@earshot/ports';
import type { MediaSource, RunningSource, SourceContext } from '../media-source.js';
import { CallDesk } from './call-desk.js';
import { EventInbox } from './event-inbox.js';
import type { KvsSettings } from './kvs-settings.js';

/** All calls of an AWS account belong together. */
const ACCOUNT = 'aws';

/** Calls of Amazon Chime and Amazon Connect that come over Kinesis Video Streams. Null: no queue is set. */
export function createKvsSource(settings: KvsSettings): MediaSource | null {
  const { EARSHOT_KVS_EVENTS_QUEUE_URL: queueUrl } = settings;
  if (queueUrl === undefined) return null;
  return { start: (context) => new KvsSource(queueUrl, settings, context) };
}

class KvsSource implements RunningSource {
  private desk: CallDesk | undefined;
  private inbox: EventInbox | undefined;
  private streams: VideoStreams | undefined;
  private agents: AgentLookup | undefined;

  constructor(
    private readonly queueUrl: string,
    private readonly settings: KvsSettings,
    private readonly context: SourceContext,
  ) {}

  async open(): Promise<void> {
    const { settings, context } = this;
    const { AWS_REGION: region, EARSHOT_KVS_ENDPOINT: endpoint, EARSHOT_KVS_TENANT: tenant } = settings;
    const { clock, telemetry } = context;
    const queue = await openEventQueue(this.queueUrl, { region });
    const streams = (this.streams = await openVideoStreams({ region, endpoint }));
    const agents = (this.agents = await openConnectAgents({ region, endpoint: settings.EARSHOT_CONNECT_ENDPOINT }));
    const desk = (this.desk = new CallDesk({
      context,
      origin: context.createOrigin({ account: ACCOUNT, tenant }),
      streams,
      agents,
      clock,
      logger: telemetry.logger,
      owner: randomUUID(),
      silentMs: settings.EARSHOT_KVS_SILENCE_MS,
      isOver: (eventId) => void this.inbox?.delete(eventId),
      putBack: (eventId, delayMs) => void this.inbox?.putBack(eventId, delayMs),
    }));
    this.inbox = new EventInbox(queue, (event) => desk.receiveQueued(event), { clock, logger: telemetry.logger });
    this.inbox.start();
  }

  tick(): void {
    this.desk?.tick();
    this.inbox?.tick();
  }

  async close(): Promise<void> {
    this.desk?.close();
    await this.inbox?.close();
    this.streams?.close();
    this.agents?.close();
  }
}
