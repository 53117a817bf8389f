import type { CallId } from '@earshot/contracts';
import type { KnownCall, StreamRegistry } from '@earshot/ports';
import type { Database } from '../database.js';
import { CallEntity, StreamEntity } from '../entities/index.js';

/** What was recorded of a call, for a source that comes back to it in a process that does not know it. */
export class PostgresStreamRegistry implements StreamRegistry {
  constructor(private readonly database: Database) {}

  async find(callId: CallId): Promise<KnownCall | null> {
    const [call, stream] = await this.database.read((manager) =>
      Promise.all([manager.findOneBy(CallEntity, { id: callId }), manager.findOneBy(StreamEntity, { callId })]),
    );
    if (call === null) return null;
    const isOver = call.status !== 'LIVE' || call.endReason !== null || call.audioDone;
    // A call without audio has nothing to go on from; over, it is still over.
    if (stream === null)
      return isOver ? { ...nothingHeard, state: 'CLOSED', startedAtMs: call.startedAt.getTime() } : null;
    return {
      state: isOver ? 'CLOSED' : 'OPEN',
      startedAtMs: call.startedAt.getTime(),
      codec: stream.codec,
      sampleRateHz: stream.sampleRateHz,
      channelCount: stream.channels.length,
      positionSample: Number(stream.positionSample),
      lastAudioAtMs: stream.lastAudioAt.getTime(),
      nextSequence: Number(stream.nextSequence),
    };
  }
}

const nothingHeard = {
  codec: 'L16',
  sampleRateHz: 8_000,
  channelCount: 2,
  positionSample: 0,
  lastAudioAtMs: 0,
  nextSequence: 0,
} as const;
