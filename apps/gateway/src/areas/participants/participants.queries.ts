import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { EVERY_ROW, type CallReader, type CallView, type Clock } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { findDetails, type ParticipantDetails, type ParticipantSource } from './participants.to-graphql.js';

/** Partials come many times a second. Within this time, one read serves all of a call's updates. */
const REUSE_MS = 1_000;
/** Calls whose last read is kept. */
const REMEMBERED_CALLS = 1_000;

interface RecentRead {
  readonly readAtMs: number;
  readonly call: Promise<CallView | null>;
}

/**
 * Finds the name, number and times of the participant who spoke a segment or a match. It reads a call at most once
 * per operation, and at most once a second for all operations, so what it finds may be a second old.
 */
export class SpeakerDetails {
  private readonly recentReads = new BoundedMap<CallId, RecentRead>(REMEMBERED_CALLS);

  constructor(
    private readonly reader: CallReader,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
  ) {}

  /** Null for a participant that is not stored or whose call the viewer may not see. */
  async findDetails(
    { viewer, reads }: OperationContext,
    { callId, id }: ParticipantSource,
  ): Promise<ParticipantDetails | null> {
    const call = await reads.readOnce(JSON.stringify(['participants', callId]), () => this.findCall(callId));
    // All viewers share one read, so each of them is checked.
    return call === null || !this.access.mayReach(viewer, 'READ', call) ? null : findDetails(call, id);
  }

  private findCall(callId: CallId): Promise<CallView | null> {
    const nowMs = this.clock.nowMs();
    const recent = this.recentReads.get(callId);
    if (recent !== undefined && nowMs - recent.readAtMs < REUSE_MS) return recent.call;
    const read = { readAtMs: nowMs, call: this.readCall(callId) };
    this.recentReads.set(callId, read);
    read.call.catch(() => {
      if (this.recentReads.get(callId) === read) this.recentReads.delete(callId);
    });
    return read.call;
  }

  private readCall(callId: CallId): Promise<CallView | null> {
    return this.metrics.timeRead(
      'participants',
      async () => (await this.reader.callsById(EVERY_ROW, [callId]))[0] ?? null,
    );
  }
}
