import { err, isCallId, ok, type CallId, type Result } from '@earshot/contracts';
import { readJsonObject } from '../json/read-json-object.js';
import type { LcaRecord } from './lca-event.js';
import type { LcaEventErrorCode } from './lca-event-errors.js';
import { capitalizeKeys, isTooDeep, MessageFields } from './message-fields.js';
import { readEvents } from './read-events.js';
import { readNestedObject } from './read-values.js';

/** The most that Kinesis takes. */
const MAX_RECORD_BYTES = 1_048_576;

/**
 * Reads one record of LCA's stream of call events: a call event of LCA, a real-time segment of Contact Lens, or a message of
 * Chime SDK Call Analytics. `fallbackId`: the id of a segment without one; the same for each reading of the record. The error is
 * about the record as a whole. Source: the call event processor of LCA, v0.9.
 */
export function readLcaRecord(bytes: Uint8Array, fallbackId: string): Result<LcaRecord, LcaEventErrorCode> {
  if (bytes.length > MAX_RECORD_BYTES) return err('RECORD_TOO_LARGE');
  const read = readJsonObject(bytes);
  if (!read.ok) return read;
  if (isTooDeep(read.value)) return err('RECORD_TOO_DEEP');
  const fields = mergeMetadata(read.value);
  const callId = readCallId(fields);
  if (!callId.ok) return callId;
  const { events, refused } = readEvents(fields, fallbackId);
  return ok({ callId: callId.value, events, refused, unkept: fields.listUntaken() });
}

/** The fields of `Metadata`, which is JSON in a text, win over those beside it. Metadata that cannot be read counts as not kept. */
function mergeMetadata(record: Readonly<Record<string, unknown>>): MessageFields {
  const { Metadata, ...fields } = capitalizeKeys(record);
  const metadata = readNestedObject(Metadata);
  if (metadata === undefined) return new MessageFields({ ...fields, Metadata });
  return new MessageFields({ ...fields, ...capitalizeKeys(metadata) });
}

function readCallId(fields: MessageFields): Result<CallId, LcaEventErrorCode> {
  const id = fields.take('CallId') ?? fields.look('ContactId');
  if (id === undefined || id === '') return err('CALL_ID_MISSING');
  return typeof id === 'string' && isCallId(id) ? ok(id) : err('CALL_ID_INVALID');
}
