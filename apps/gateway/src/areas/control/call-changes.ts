import { changedFactsShape, isMetadataBounded, type CallChange, type EventData } from '@earshot/contracts';
import type { CallChange as CallChangeInput } from '@earshot/graphql-api';
import { answerWithin, type CallView, type Clock } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import { z } from 'zod';
import type { ReachedCalls } from '../../access/reached-calls.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { callToGraphql, type CallSource } from '../calls/calls.to-graphql.js';

/** How long the client waits for a bus that does not answer. */
const PUBLISH_TIMEOUT_MS = 5_000;
const factsSchema = z.object(changedFactsShape);
type Facts = z.infer<typeof factsSchema>;
type Hearing = Omit<EventData<'call.change-requested'>, 'tenant' | 'changedAtMs' | 'requestedBy'>;

/** A change that somebody asks for. */
interface WantedChange {
  readonly id: string;
  /** The name of the mutation, for the audit. */
  readonly operation: string;
  /** Only a call that goes on can change so. */
  readonly isOfLiveCalls: boolean;
}

/** Changes calls: what is known of them, and how those that go on are heard. Each change is recorded before it is sent. */
export class CallChanges {
  private lastChangeMs = 0;

  constructor(
    private readonly calls: ReachedCalls,
    private readonly publisher: EventPublisher<'gateway'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves when the bus has the change. A call that goes on also hears it: another agent, another language. Throws
   * `CALL_NOT_FOUND`, `FORBIDDEN`, `BAD_INPUT` or `BUS_UNAVAILABLE`.
   */
  async changeFacts(context: OperationContext, id: string, input: CallChangeInput): Promise<CallSource> {
    const call = await this.requireCall(context, { id, operation: 'changeCall', isOfLiveCalls: false });
    const facts = readFacts(call, input);
    const fields = Object.keys(facts);
    // The answer holds the call, so it is recorded even if nothing changes.
    await context.audit.record('MANAGE', { callId: call.id, details: ['changeCall', ...fields.map(auditName)] });
    if (fields.length === 0) return callToGraphql(call);
    const { agentId, language } = facts;
    const hearing = isLive(call) ? omitAbsent({ agentId, language }) : {};
    return this.publish(context, call, facts, hearing);
  }

  /** Lets the participants of two tracks change places. Throws like `changeFacts`, and `CALL_IS_OVER`. */
  async swapTracks(context: OperationContext, id: string, one: number, other: number): Promise<CallSource> {
    const call = await this.requireCall(context, { id, operation: 'swapTracks', isOfLiveCalls: true });
    const hasTrack = (wanted: number) => call.tracks.some(({ track }) => track === wanted);
    if (!hasTrack(one) || !hasTrack(other)) throw clientError('BAD_INPUT', 'The call has no track with this number.');
    return this.changeHearing(context, call, 'swapTracks', { swapTracks: [one, other] });
  }

  /** Starts a call that waits for it. Throws like `swapTracks`. */
  async startCall(context: OperationContext, id: string): Promise<CallSource> {
    const call = await this.requireCall(context, { id, operation: 'startCall', isOfLiveCalls: true });
    return this.changeHearing(context, call, 'startCall', { startProcessing: true });
  }

  /** Stops the recording of a call, or lets it go on. Throws like `swapTracks`. */
  async setRecording(context: OperationContext, id: string, isRecorded: boolean): Promise<CallSource> {
    const operation = isRecorded ? 'resumeRecording' : 'stopRecording';
    const call = await this.requireCall(context, { id, operation, isOfLiveCalls: true });
    return this.changeHearing(context, call, operation, { isRecorded });
  }

  private async changeHearing(
    context: OperationContext,
    call: CallView,
    operation: string,
    hearing: Hearing,
  ): Promise<CallSource> {
    await context.audit.record('MANAGE', { callId: call.id, details: [operation] });
    return this.publish(context, call, {}, hearing);
  }

  private async requireCall(context: OperationContext, wanted: WantedChange): Promise<CallView> {
    const { id, operation, isOfLiveCalls } = wanted;
    const refusal = 'You may see this call, but not change it.';
    const { call } = await this.calls.requireCall(context, id, { right: 'CONTROL', operation, refusal });
    if (isOfLiveCalls && !isLive(call)) throw clientError('CALL_IS_OVER', 'The call has ended.');
    return call;
  }

  private async publish(
    { viewer }: OperationContext,
    call: CallView,
    facts: Facts,
    hearing: Hearing,
  ): Promise<CallSource> {
    // Later changes have a higher time, also within one millisecond.
    this.lastChangeMs = Math.max(this.lastChangeMs + 1, Math.round(this.clock.nowMs()));
    const requestedBy = { principal: viewer.key, subject: viewer.subject };
    const origin = { tenant: call.tenant, changedAtMs: this.lastChangeMs, requestedBy };
    await answerWithin(this.clock, PUBLISH_TIMEOUT_MS, async () => {
      if (Object.keys(facts).length > 0)
        await this.publisher.emit('calls.lifecycle', 'call.changed', call.id, { ...facts, ...origin });
      if (Object.keys(hearing).length > 0)
        await this.publisher.emit('calls.control', 'call.change-requested', call.id, { ...hearing, ...origin });
    }).catch(() => {
      throw clientError('BUS_UNAVAILABLE', 'The message bus does not answer. The call is as it was. Try again.');
    });
    return callToGraphql(call);
  }
}

const isLive = ({ status, endedAtMs }: CallView): boolean => status === 'LIVE' && endedAtMs === null;

/** The audit has the names of the fields, never their values. */
const auditName = (field: string): string => `changeCall${field.charAt(0).toUpperCase()}${field.slice(1)}`;

/** Throws `BAD_INPUT`, and names the field. */
function readFacts(call: CallView, { metadata, ...labels }: CallChangeInput): Facts {
  const change = metadata && Object.fromEntries(metadata.map(({ key, value }) => [key, value ?? null]));
  const parsed = factsSchema.safeParse(omitAbsent({ ...labels, metadata: change ?? undefined }));
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'change');
    throw clientError('BAD_INPUT', `${field} is not valid.`);
  }
  if (!isMetadataBounded(changeMetadata(call, parsed.data.metadata)))
    throw clientError('BAD_INPUT', 'metadata has more entries, or longer ones, than a call may have.');
  return parsed.data;
}

/** The metadata of the call after the change. */
function changeMetadata({ metadata }: CallView, change: CallChange['metadata']): Record<string, string> {
  const merged = { ...Object.fromEntries(metadata.map(({ key, value }) => [key, value])), ...change };
  return Object.fromEntries(Object.entries(merged).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

const omitAbsent = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
