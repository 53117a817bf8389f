import type { LcaFacts } from './lca-event.js';
import { capitalizeKeys, type MessageFields } from './message-fields.js';
import { readNestedObject } from './read-values.js';
import { readLabel } from '../json/read-labels.js';

const OUTBOUND = /^outbound$/i;

/** The numbers and the agent of START and END, and the metadata that LCA passes on as JSON. */
export function readFacts(fields: MessageFields): LcaFacts {
  return withoutAbsent({
    customerNumber: fields.takeAs('CustomerPhoneNumber', readLabel),
    systemNumber: fields.takeAs('SystemPhoneNumber', readLabel),
    agentId: fields.takeAs('AgentId', readLabel),
    metadata: fields.takeAs('Metadatajson', readMetadata),
  });
}

/** What Call Analytics says about a call: the numbers by direction, the rest as metadata. */
export function readAnalyticsFacts(fields: MessageFields): LcaFacts & { readonly recordingUrl?: unknown } {
  const from = fields.takeAs('FromNumber', readLabel);
  const to = fields.takeAs('ToNumber', readLabel);
  const direction = fields.takeAs('Direction', readLabel);
  const isOutbound = direction !== undefined && OUTBOUND.test(direction);
  const once = readNestedObject(fields.look('OneTimeMetadata'));
  const oneTime = once && fields.takeChild('OneTimeMetadata', capitalizeKeys(once));
  const metadata = withoutAbsent({
    direction,
    voiceConnectorId: fields.takeAs('VoiceConnectorId', readLabel),
    transactionId: fields.takeAs('TransactionId', readLabel),
  });
  return {
    ...withoutAbsent({ customerNumber: isOutbound ? to : from, systemNumber: isOutbound ? from : to }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(oneTime?.has('S3RecordingUrl') && { recordingUrl: oneTime.take('S3RecordingUrl') }),
  };
}

/** A JSON object whose values are texts, numbers or flags; other values stay JSON. */
function readMetadata(value: unknown): Readonly<Record<string, string>> | undefined {
  const object = readNestedObject(value);
  return (
    object &&
    Object.fromEntries(
      Object.entries(object)
        .filter(([, each]) => each !== null)
        .map(([key, each]) => [key, typeof each === 'string' ? each : JSON.stringify(each)]),
    )
  );
}

const withoutAbsent = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
