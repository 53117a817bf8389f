import { accessErrors } from './access-errors.js';
import { busErrors } from './bus-errors.js';
import {
  callRefusals,
  completenessErrors,
  connectionRefusals,
  enrichmentErrors,
  ingestErrors,
  rosterRefusals,
} from './call-errors.js';
import type { ErrorTable } from './error-meaning.js';
import { gatewayErrors } from './gateway-errors.js';
import { keyErrors } from './key-errors.js';
import { outboundErrors } from './outbound-errors.js';
import { speechModelErrors, transcriptionErrors } from './speech-errors.js';
import { startErrors } from './start-errors.js';
import { databaseErrors, recordingErrors } from './storage-errors.js';
import { toolErrors } from './tool-errors.js';

/** Every error code of Earshot, grouped by the place where it occurs. `docs/errors.md` is generated from this table. */
export const errorTables = {
  'At the start': startErrors,
  'The bus and dead letters': busErrors,
  'The database': databaseErrors,
  'The master key': keyErrors,
  Recordings: recordingErrors,
  'Ingest, shown on the call': ingestErrors,
  'Ingest, refused calls': callRefusals,
  'Ingest, refused changes of participants and tracks': rosterRefusals,
  'Ingest, refused connections': connectionRefusals,
  'Why a part of a call is missing': completenessErrors,
  Transcription: transcriptionErrors,
  'Speech models': speechModelErrors,
  Enrichment: enrichmentErrors,
  'Hooks and notifications': outboundErrors,
  Access: accessErrors,
  'The API': gatewayErrors,
  Tools: toolErrors,
} as const satisfies Readonly<Record<string, ErrorTable>>;

type Tables = typeof errorTables;
type CodesOf<Table> = Table extends unknown ? keyof Table & string : never;

/** Error codes of consumers that a team adds begin with `OWN_`. */
export type OwnErrorCode = `OWN_${string}`;

/** The codes of a `Failure`. A code that is not in the tables does not compile. */
export type ErrorCode = CodesOf<Tables[keyof Tables]> | OwnErrorCode;

/** Problems of ingest that only the call shows. */
export type IngestErrorCode = keyof typeof ingestErrors;

/** Why ingest refuses to start or continue a call. */
export type CallRefusalCode = keyof typeof callRefusals;

/** Why ingest refuses a change of the participants or tracks of a call. */
export type RosterRefusalCode = keyof typeof rosterRefusals | 'TOO_MANY_PARTICIPANTS';

/** Why ingest refuses a connection. */
export type ConnectionRefusalCode = keyof typeof connectionRefusals;

export { callRefusals, ingestErrors, rosterRefusals } from './call-errors.js';
export type { ErrorMeaning, ErrorTable } from './error-meaning.js';
