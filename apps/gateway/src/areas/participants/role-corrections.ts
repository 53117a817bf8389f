import {
  impliedParticipant,
  makeEvent,
  type EventOf,
  type Participant,
  type ParticipantId,
  type ParticipantRole,
} from '@earshot/contracts';
import { answerWithin, type CallView, type Clock, type NewId, type ParticipantView } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import type { ReachedCalls } from '../../access/reached-calls.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { participantToGraphql, type ParticipantSource } from './participants.to-graphql.js';

/** How long the client waits for a bus that does not answer. */
const PUBLISH_TIMEOUT_MS = 5_000;

/** The names of the audit. */
const operations: Readonly<Record<ParticipantRole, string>> = {
  CUSTOMER: 'setParticipantRoleToCustomer',
  AGENT: 'setParticipantRoleToAgent',
  SUPERVISOR: 'setParticipantRoleToSupervisor',
  AUTOMATION: 'setParticipantRoleToAutomation',
  UNKNOWN: 'setParticipantRoleToUnknown',
};

/** Lets people correct the roles of participants, during the call and after it. */
export class RoleCorrections {
  constructor(
    private readonly calls: ReachedCalls,
    private readonly publisher: EventPublisher<'gateway'>,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /**
   * Resolves with the corrected participant when the bus has the correction, which is recorded before it is sent. Throws
   * `CALL_NOT_FOUND`, `FORBIDDEN`, `PARTICIPANT_UNKNOWN` or `BUS_UNAVAILABLE`.
   */
  async setRole(
    context: OperationContext,
    id: string,
    participantId: string,
    role: ParticipantRole,
  ): Promise<ParticipantSource> {
    const operation = operations[role];
    const refusal = 'You may see this call, but not correct who is who.';
    const { call } = await this.calls.requireCall(context, id, { right: 'CONTROL', operation, refusal });
    const view = findParticipant(call, participantId);
    if (view === null) throw clientError('PARTICIPANT_UNKNOWN', 'No participant with this id was on the call.');
    await context.audit.record('MANAGE', { callId: call.id, details: [operation] });
    const decision = { role, roleReason: 'USER', roleConfidence: 1 } as const;
    await this.publishDecision(call, { id: view.id, ...decision });
    return participantToGraphql(call, { ...view, ...decision });
  }

  private async publishDecision(call: CallView, participant: Participant): Promise<void> {
    const occurredAtMs = this.clock.nowMs();
    const data = { participant, atMs: Math.max(0, occurredAtMs - call.startedAtMs) };
    const meta = { id: this.newId(), occurredAtMs };
    const event = makeEvent('participant.changed', call.id, data, meta) as EventOf<'participant.changed'>;
    await answerWithin(this.clock, PUBLISH_TIMEOUT_MS, async () => {
      // Persistence stores it; enrichment takes it for what is said from now on.
      await this.publisher.publish('calls.lifecycle', event);
      await this.publisher.publish('calls.control', event);
    }).catch(() => {
      throw clientError('BUS_UNAVAILABLE', 'The message bus does not answer. The role is as it was. Try again.');
    });
  }
}

/** A participant of the call, or the unknown speaker of a track. */
function findParticipant({ participants, tracks }: CallView, id: string): ParticipantView | null {
  const known = participants.find((participant) => participant.id === id);
  if (known !== undefined) return known;
  const speakers = tracks.map(({ track }) => impliedParticipant(track));
  const implied = speakers.find((speaker) => speaker.id === (id as ParticipantId));
  return implied === undefined ? null : { ...implied, joinedMs: null, leftMs: null };
}
