import { callIdSchema, type CallId } from '@earshot/contracts';
import { PeerLiveness, type MediaAction, type SocketSession } from '@earshot/media/session';
import { toAudioAction, TrackJoiner } from '@earshot/media/tracks';
import type { MediaPeer, MediaSourceSubject } from '@earshot/testing';
import WebSocket from 'ws';
import { once } from 'node:events';
import type { CallStart } from '../src/call/call-start.js';
import { CallConnection } from '../src/sources/call-connection.js';
import type { MediaSource } from '../src/sources/media-source.js';
import { mediaSources } from '../src/sources/registry.js';
import type { RegisteredSources } from '../src/sources/start-sources.js';
import type { IngestUnderTest } from './ingest-under-test.js';
import { openMediaSourceWorld, sendFrame } from './media-source-world.js';
import { SocketClient } from './socket-client.js';

const TIMED_PATH = '/timed';
/** Before the samples: the track, and the position of the first one in four bytes. */
const HEADER_BYTES = 5;
const format = { codec: 'PCMU', sampleRateHz: 8_000, channelCount: 2 } as const;

export interface TimedSourceOptions {
  readonly waitMs: number;
  /** Whether the position of a piece counts, or the order in which pieces come. */
  readonly readsPositions: boolean;
  readonly declaresGaps: boolean;
}

type Actions = readonly MediaAction<CallId>[];

/**
 * The least protocol with timestamps: each binary message holds samples of one track with their position. It stands for the
 * protocols of vendors that send each track apart, and shows that the suite can tell them right from wrong.
 */
class TimedSession implements SocketSession<CallId> {
  private callId: CallId | undefined;
  private readonly joiner: TrackJoiner;
  private readonly received = [0, 0];

  constructor(
    private readonly options: TimedSourceOptions,
    private readonly liveness: PeerLiveness,
  ) {
    const { waitMs } = options;
    this.joiner = new TrackJoiner({ ...format, trackCount: format.channelCount, waitMs });
  }

  receiveText(bytes: Uint8Array): Actions {
    const [command = '', id = ''] = Buffer.from(bytes).toString().split(' ');
    if (command === 'start') {
      this.callId = callIdSchema.parse(id);
      return [{ kind: 'start-call', start: this.callId }];
    }
    const { callId } = this;
    if (command !== 'end' || callId === undefined) return [{ kind: 'count-refusal', code: 'TEXT_NOT_JSON' }];
    this.callId = undefined;
    return [...this.toActions(this.joiner.flush()), { kind: 'end-call', callId }];
  }

  receiveBinary(bytes: Uint8Array, nowMs: number): Actions {
    this.keepAlive(nowMs);
    const [track = 0] = bytes;
    if (bytes.length < HEADER_BYTES || track >= format.channelCount) return [];
    const samples = bytes.subarray(HEADER_BYTES);
    const sent = Buffer.from(bytes).readUInt32BE(1);
    const position = this.options.readsPositions ? sent : (this.received[track] ?? 0);
    this.received[track] = position + samples.length;
    return this.toActions(this.joiner.receive(track, position, samples));
  }

  keepAlive(nowMs: number): void {
    this.liveness.keepAlive(nowMs);
  }

  tick(nowMs: number): Actions {
    if (this.liveness.isLost(nowMs)) return [{ kind: 'terminate' }, ...this.connectionLost()];
    return this.liveness.takePing(nowMs) ? [{ kind: 'ping' }] : [];
  }

  connectionLost(): Actions {
    const { callId } = this;
    this.callId = undefined;
    return callId === undefined ? [] : [...this.toActions(this.joiner.flush()), { kind: 'lose-call', callId }];
  }

  confirmStart(): Actions {
    return [{ kind: 'reply', text: '{"type":"started"}' }];
  }

  confirmEnd(): Actions {
    return [];
  }

  refuseCall(): Actions {
    return [{ kind: 'close', closeCode: 1008 }];
  }

  refuseEnd(): Actions {
    return [];
  }

  refuseChange(): Actions {
    return [];
  }

  reportOversized(): Actions {
    return [];
  }

  private toActions(joined: ReturnType<TrackJoiner['flush']>): Actions {
    return joined.map(toAudioAction).filter(({ kind }) => kind === 'audio' || this.options.declaresGaps);
  }
}

const createTimedSource = (options: TimedSourceOptions): MediaSource => ({
  start: (context) => {
    const toCallStart = (callId: CallId): CallStart => ({
      callId,
      isNewId: false,
      source: 'timed',
      isTimed: true,
      format,
      tracks: [{ participantId: null }, { participantId: null }],
      participants: [],
    });
    const source = { name: 'timed', toCallStart };
    const { clock, clientTimeoutMs } = context;
    const createSession = () => new TimedSession(options, new PeerLiveness(clientTimeoutMs, clock.nowMs()));
    return context.serveSockets(
      TIMED_PATH,
      (socket, origin) => new CallConnection(socket, createSession(), source, origin, context),
    );
  },
});

/** The conformance subject of the timed source, in place of the LCA source. */
export function timedSubject(changed: Partial<TimedSourceOptions> = {}, patienceMs?: number): MediaSourceSubject {
  const options = { waitMs: 400, readsPositions: true, declaresGaps: true, ...changed };
  const sources: RegisteredSources = {
    ...mediaSources,
    lca: { settings: {}, isDefault: true, create: () => createTimedSource(options) },
  };
  return {
    codec: format.codec,
    sampleRateHz: format.sampleRateHz,
    trackCount: format.channelCount,
    pieceMs: 20,
    longCall: { codec: format.codec, sampleRateHz: format.sampleRateHz, trackCount: 2, pieceMs: 10_000 },
    cannot: {
      PAUSE: 'it has no message for it',
      OVERSIZED: 'ws refuses the message before the session sees it',
      LONG_CALL: 'it stands for no vendor; its joiner is the same',
    },
    gapToleranceMs: 0,
    ...(patienceMs !== undefined && { patienceMs }),
    open: () => openMediaSourceWorld({ sources, connect: connectTimed }),
  };
}

class TimedClient extends SocketClient {
  static async open(url: string): Promise<TimedClient> {
    const client = new TimedClient(new WebSocket(url, { perMessageDeflate: false }));
    await once(client.socket, 'open');
    return client;
  }
}

async function connectTimed(ingest: IngestUnderTest, callId: string): Promise<MediaPeer> {
  const client = ingest.adopt(await TimedClient.open(`ws://127.0.0.1:${ingest.port}${TIMED_PATH}`));
  client.text(`start ${callId}`);
  await client.reply('started');
  const { socket } = client;
  return {
    send: async ({ fromSample, tracks }) => {
      for (const [track, samples] of tracks.entries()) {
        if (samples === null) continue;
        const message = Buffer.alloc(HEADER_BYTES + samples.length);
        message.writeUInt8(track);
        message.writeUInt32BE(fromSample, 1);
        message.set(samples, HEADER_BYTES);
        await sendFrame(ingest, () => socket.send(message));
      }
    },
    end: () => socket.send('end'),
    drop: () => socket.terminate(),
    vanish: () => socket.pause(),
    sendGarbage: () => sendFrame(ingest, () => socket.send(Uint8Array.of(9, 9))),
    sendOversized: async () => undefined,
  };
}
