import type { CallId } from '@earshot/contracts';
import type { KnownCall, StreamRegistry } from '@earshot/ports';
import type { Database } from '../database.js';
import { CallEntity } from '../calls/call.entity.js';
import { findErased } from '../lifecycle/find-erased.js';
import { toMs } from '../sql-time.js';
import { StreamEntity } from './stream.entity.js';

/** Tells ingest the position of a call when its source reconnects to a process that does not know the call. */
export class PostgresStreamRegistry implements StreamRegistry {
  constructor(private readonly database: Database) {}

  async find(callId: CallId): Promise<KnownCall | null> {
    const [call, stream, [pause = null]] = await this.database.read((manager) =>
      Promise.all([
        manager.findOneBy(CallEntity, { id: callId }),
        manager.findOneBy(StreamEntity, { callId }),
        manager.query<NonNullable<KnownCall['pause']>[]>(pauseSql, [callId]),
      ]),
    );
    if (await this.isErased(callId)) return erasedCall;
    if (call === null) return null;
    const { startedBy } = call;
    const isOver = call.status !== 'LIVE' || call.endReason !== null || call.audioDone;
    if (stream === null) {
      // The time of a row without its start is the time of some other fact.
      if (!isOver && !call.isStarted) return null;
      return {
        ...noAudio,
        pause,
        startedBy,
        awaitsStart: call.awaitsStart,
        state: isOver ? 'CLOSED' : 'STARTED',
        startedAtMs: call.startedAt.getTime(),
      };
    }
    return {
      state: isOver ? 'CLOSED' : 'OPEN',
      startedAtMs: call.startedAt.getTime(),
      startedBy,
      codec: stream.codec,
      sampleRateHz: stream.sampleRateHz,
      channelCount: stream.channelCount,
      positionSample: Number(stream.positionSample),
      lastAudioAtMs: stream.lastAudioAt.getTime(),
      nextSequence: Number(stream.nextSequence),
      pause,
    };
  }

  /** Last, so that a call whose row was removed in the meantime is not new. */
  private async isErased(callId: CallId): Promise<boolean> {
    return (await this.database.transaction((client) => findErased(client, [callId]))).length > 0;
  }
}

const pauseSql = `
  select is_paused as "isPaused", ${toMs('changed_at')} as "changedAtMs" from call_pauses where call_id = $1`;

const noAudio = {
  codec: 'L16',
  sampleRateHz: 8_000,
  channelCount: 2,
  positionSample: 0,
  lastAudioAtMs: 0,
  nextSequence: 0,
  pause: null,
} as const;

/** Whoever brings it is told that it is over. */
const erasedCall: KnownCall = { ...noAudio, state: 'CLOSED', startedAtMs: 0, startedBy: null };
