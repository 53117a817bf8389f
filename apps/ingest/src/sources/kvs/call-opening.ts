import {
  ContactCall,
  VoiceConnectorCall,
  type CallPlan,
  type ContactEvent,
  type ContactFlowEvent,
  type LegAction,
  type VoiceConnectorEvent,
} from '@earshot/media/kvs';

export type StartedEvent = Extract<VoiceConnectorEvent, { readonly kind: 'started' }>;
/** An event that begins a call. */
export type OpeningEvent = StartedEvent | ContactFlowEvent;
/** An event of a call that runs. */
export type CallEvent = VoiceConnectorEvent | ContactFlowEvent | ContactEvent;

/** A call of a platform, as its first event shows it. */
export interface CallOpening {
  readonly platformCallId: string;
  readonly callTag: 'CallId' | 'ContactId';
  /** The source of the call, for the store. */
  readonly source: string;
  readonly customerNumber: string | undefined;
  readonly systemNumber: string | undefined;
  readonly agentId: string | undefined;
  readonly plan: CallPlan;
  /** What an event means for the call. Events of other platforms mean nothing. */
  receiveEvent(event: CallEvent, nowMs: number): readonly LegAction[];
}

/** The id by which the platform of an event knows the call. */
export function findPlatformCallId(event: CallEvent): string {
  if (event.kind === 'contact-flow') return event.contact.ContactId;
  return event.kind === 'contact' ? event.detail.contactId : event.detail.callId;
}

export const openCall = (event: OpeningEvent, silentMs: number): CallOpening =>
  event.kind === 'started' ? openVoiceConnectorCall(event, silentMs) : openContactCall(event, silentMs);

function openVoiceConnectorCall({ detail }: StartedEvent, silentMs: number): CallOpening {
  const plan = new VoiceConnectorCall(silentMs);
  return {
    platformCallId: detail.callId,
    callTag: 'CallId',
    source: 'chime-voice-connector',
    customerNumber: detail.fromNumber,
    systemNumber: detail.toNumber,
    agentId: undefined,
    plan,
    receiveEvent: (event, nowMs) =>
      event.kind === 'contact' || event.kind === 'contact-flow' ? [] : plan.receiveEvent(event, nowMs),
  };
}

function openContactCall({ contact }: ContactFlowEvent, silentMs: number): CallOpening {
  const plan = new ContactCall(silentMs);
  const { AgentId } = contact.Attributes;
  return {
    platformCallId: contact.ContactId,
    callTag: 'ContactId',
    source: 'amazon-connect',
    customerNumber: contact.CustomerEndpoint?.Address,
    systemNumber: contact.SystemEndpoint?.Address,
    agentId: typeof AgentId === 'string' && AgentId !== '' ? AgentId.slice(0, 256) : undefined,
    plan,
    receiveEvent: (event, nowMs) =>
      event.kind === 'contact' || event.kind === 'contact-flow' ? plan.receiveEvent(event, nowMs) : [],
  };
}
