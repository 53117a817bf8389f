import { openEventQueue, openVideoStreams } from '@earshot/aws-calls';
import { kvsErrors, readPlatformEvent, type VoiceConnectorEvent } from '@earshot/media/kvs';
import type { QueuedEvent, VideoStreams } from '@earshot/ports';
import type { MediaSource, RunningSource, SourceContext } from '../media-source.js';
import { EventInbox, type EventOutcome } from './event-inbox.js';
import { KvsCall, type KvsCallEnding } from './kvs-call.js';
import type { KvsSettings } from './kvs-settings.js';

/** All calls of an AWS account belong together. */
const ACCOUNT = 'aws';
/** An event for a call that nobody knows by then is of no use. */
const LONGEST_UNKNOWN_MS = 60_000;
/** A call that was refused is tried again after this time. */
const TRY_AGAIN_MS = 5_000;

interface RunningCall {
  readonly call: KvsCall;
  /** Its start events, which stay in the queue until it is over. */
  readonly eventIds: Set<string>;
}

/** Calls of Amazon Chime that come over Kinesis Video Streams. Null: no queue is set. */
export function createKvsSource(settings: KvsSettings): MediaSource | null {
  const { EARSHOT_KVS_EVENTS_QUEUE_URL: queueUrl } = settings;
  if (queueUrl === undefined) return null;
  return { start: (context) => new KvsSource(queueUrl, settings, context) };
}

class KvsSource implements RunningSource {
  private readonly calls = new Map<string, RunningCall>();
  private streams: VideoStreams | undefined;
  private inbox: EventInbox | undefined;

  constructor(
    private readonly queueUrl: string,
    private readonly settings: KvsSettings,
    private readonly context: SourceContext,
  ) {}

  async open(): Promise<void> {
    const { AWS_REGION: region, EARSHOT_KVS_ENDPOINT: endpoint } = this.settings;
    const { clock } = this.context;
    const { logger } = this.context.telemetry;
    this.streams = await openVideoStreams({ region, endpoint });
    const queue = await openEventQueue(this.queueUrl, { region });
    this.inbox = new EventInbox(queue, (event) => this.receiveQueued(event), { clock, logger });
    this.inbox.start();
  }

  tick(): void {
    for (const { call } of [...this.calls.values()]) call.tick();
    this.inbox?.tick();
  }

  async close(): Promise<void> {
    for (const { call } of this.calls.values()) call.lose();
    this.calls.clear();
    await this.inbox?.close();
    this.streams?.close();
  }

  private receiveQueued(queued: QueuedEvent): EventOutcome {
    const event = this.readEvent(queued.body);
    if (event === null) return 'DONE';
    const known = this.calls.get(event.detail.callId);
    if (event.kind === 'started') return this.startCall(event, queued, known);
    if (known === undefined) {
      // The start may still be on its way, or the call runs in another process.
      const isOld = this.context.clock.nowMs() - queued.sentAtMs > LONGEST_UNKNOWN_MS;
      return isOld ? 'DONE' : 'PUT_BACK';
    }
    known.call.receiveEvent(event);
    return 'DONE';
  }

  private readEvent(body: string): VoiceConnectorEvent | null {
    const { logger } = this.context.telemetry;
    const read = readPlatformEvent(parseJson(body));
    if (!read.ok) {
      const code = read.error;
      this.context.telemetry.metrics.refused.add(1, { code });
      logger.warn({ code }, kvsErrors[code]);
      return null;
    }
    const isVoiceConnector = read.value !== null && 'detail' in read.value && voiceConnectorKinds.has(read.value.kind);
    return isVoiceConnector ? (read.value as VoiceConnectorEvent) : null;
  }

  private startCall(
    event: Extract<VoiceConnectorEvent, { kind: 'started' }>,
    queued: QueuedEvent,
    known: RunningCall | undefined,
  ): EventOutcome {
    const { callId: platformCallId } = event.detail;
    if (known !== undefined) {
      known.eventIds.add(queued.id);
      known.call.receiveEvent(event);
      return 'KEPT';
    }
    const { clock, telemetry } = this.context;
    const { streams } = this;
    if (streams === undefined) return 'PUT_BACK';
    const origin = this.context.createOrigin({ account: ACCOUNT, tenant: this.settings.EARSHOT_KVS_TENANT });
    const tools = { context: this.context, origin, silentMs: this.settings.EARSHOT_KVS_SILENCE_MS, streams, clock };
    let isOver = false;
    const call = new KvsCall(event, queued.receiveCount > 1, { ...tools, logger: telemetry.logger }, (ending) => {
      isOver = ending === 'OVER';
      this.removeCall(platformCallId, ending);
    });
    const eventIds = new Set([queued.id]);
    this.calls.set(platformCallId, { call, eventIds });
    call.begin();
    if (this.calls.has(platformCallId)) return 'KEPT';
    // It was refused at once: another process may have room, or this one later.
    return isOver ? 'DONE' : 'PUT_BACK';
  }

  private removeCall(platformCallId: string, ending: KvsCallEnding): void {
    const running = this.calls.get(platformCallId);
    this.calls.delete(platformCallId);
    for (const id of running?.eventIds ?? []) {
      if (ending === 'OVER') this.inbox?.delete(id);
      else void this.inbox?.putBack(id, TRY_AGAIN_MS);
    }
  }
}

const voiceConnectorKinds: ReadonlySet<string> = new Set(['started', 'ended', 'updated', 'failed']);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
