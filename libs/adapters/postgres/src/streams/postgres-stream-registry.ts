import type { CallId } from '@earshot/contracts';
import type { KnownCall, StreamRegistry } from '@earshot/ports';
import type { Database } from '../database.js';
import { CallEntity } from '../calls/call.entity.js';
import { StreamEntity } from './stream.entity.js';

/** Tells ingest the position of a call when its source reconnects to a process that does not know the call. */
export class PostgresStreamRegistry implements StreamRegistry {
  constructor(private readonly database: Database) {}

  async find(callId: CallId): Promise<KnownCall | null> {
    const [call, stream] = await this.database.read((manager) =>
      Promise.all([manager.findOneBy(CallEntity, { id: callId }), manager.findOneBy(StreamEntity, { callId })]),
    );
    if (call === null) return null;
    const isOver = call.status !== 'LIVE' || call.endReason !== null || call.audioDone;
    // A call without audio has no position to continue from. It is only reported if it is over.
    if (stream === null) return isOver ? { ...noAudio, state: 'CLOSED', startedAtMs: call.startedAt.getTime() } : null;
    return {
      state: isOver ? 'CLOSED' : 'OPEN',
      startedAtMs: call.startedAt.getTime(),
      codec: stream.codec,
      sampleRateHz: stream.sampleRateHz,
      channelCount: stream.channelCount,
      positionSample: Number(stream.positionSample),
      lastAudioAtMs: stream.lastAudioAt.getTime(),
      nextSequence: Number(stream.nextSequence),
    };
  }
}

const noAudio = {
  codec: 'L16',
  sampleRateHz: 8_000,
  channelCount: 2,
  positionSample: 0,
  lastAudioAtMs: 0,
  nextSequence: 0,
} as const;
