import { callIdSchema } from '@earshot/contracts';
import { staticFormats } from '@earshot/media/rtp';
import { toAudioAction } from '@earshot/media/tracks';
import { CallFeed } from '../src/sources/call-feed.js';
import type { MediaSource, RunningSource, SourceContext } from '../src/sources/media-source.js';
import { mediaSources } from '../src/sources/registry.js';
import { RtpMedia } from '../src/sources/rtp/rtp-media.js';
import { RtpPorts } from '../src/sources/rtp/rtp-ports.js';
import type { RegisteredSources } from '../src/sources/start-sources.js';

const format = { codec: 'PCMU', sampleRateHz: 8_000 } as const;
/** A call whose streams are silent for this long is over: RTP has no goodbye that always comes. */
const SILENCE_ENDS_MS = 60_000;

/** A call of the source, and where each of its tracks is received. */
export interface RtpCall {
  readonly media: RtpMedia;
  readonly ports: readonly number[];
  end(): Promise<void>;
}

/** RTP without signalling: the test says when a call begins and ends, as a SIP dialog would. */
export class RtpTestSource implements MediaSource, RunningSource {
  private readonly calls = new Set<RtpCall>();
  private context: SourceContext | undefined;

  constructor(
    private readonly trackCount: number,
    private readonly ports: RtpPorts,
  ) {}

  /** The sources of ingest with this one in place of LCA. */
  get registered(): RegisteredSources {
    return { ...mediaSources, lca: { settings: {}, isDefault: true, create: () => this } };
  }

  start(context: SourceContext): RunningSource {
    this.context = context;
    return this;
  }

  async startCall(callId: string): Promise<RtpCall> {
    const { context, ports, trackCount } = this;
    if (context === undefined) throw new Error('ingest has not started the source');
    const ignore = () => undefined;
    const listener = { onStarted: ignore, onRefused: ignore, onEnded: ignore, onEndRefused: ignore };
    const reader = { pauseReading: ignore, resumeReading: ignore };
    const feed = new CallFeed(context.createOrigin({ account: 'test' }), context, { ...listener, ...reader });
    const { clock, allowsAddress: allows } = context;
    const options = { ports, clock, trackCount, format, needsEncryption: false, allows, newSsrc: () => 1 };
    const media = new RtpMedia(options, (joined) => {
      for (const action of joined.map(toAudioAction)) {
        if (action.kind === 'audio') feed.receiveAudio(action.samples);
        if (action.kind === 'declare-gap') feed.declareGap(action.gap);
      }
    });
    const tracks = Array.from({ length: trackCount }, () => ({ participantId: null }));
    const start = { callId: callIdSchema.parse(callId), isNewId: false, source: 'rtp', isTimed: true } as const;
    feed.startCall({ ...start, format: { ...format, channelCount: trackCount }, tracks, participants: [] });
    const opened = [];
    for (const track of tracks.keys()) opened.push(await media.openStream(track, { payloadTypes: staticFormats }));
    const call: RtpCall = {
      media,
      ports: opened.flatMap((stream) => (stream.ok ? [stream.value.rtpPort] : [])),
      end: async () => {
        this.calls.delete(call);
        await media.close();
        feed.endCall();
      },
    };
    this.calls.add(call);
    return call;
  }

  tick(): void {
    const nowMs = this.context?.clock.nowMs() ?? 0;
    for (const call of this.calls) if (nowMs - call.media.lastPacketAtMs >= SILENCE_ENDS_MS) void call.end();
  }

  async close(): Promise<void> {
    await Promise.all([...this.calls].map(({ media }) => media.close()));
  }
}
