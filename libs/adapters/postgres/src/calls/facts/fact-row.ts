import { MAX_METADATA_ENTRIES, MAX_METADATA_LENGTH, type CallId } from '@earshot/contracts';
import { DEFAULT_TENANT } from '@earshot/domain';
import type { CallRow } from '../write/call-row.js';
import type { WriteOf } from '../write/write-of.js';

/** Facts that may change. `metadata`: one row for each key. */
const plainFields = ['agentId', 'customerNumber', 'systemNumber', 'queue', 'name', 'language'] as const;
type PlainField = (typeof plainFields)[number];

/** The newest value of one fact of a call, and when it was changed. */
export interface FactRow {
  readonly callId: CallId;
  readonly field: PlainField | 'processingStartedAtMs' | 'metadata';
  /** Of an entry of the metadata; empty for other facts. */
  readonly key: string;
  /** Null: the entry was removed. */
  readonly value: string | null;
  /** The tenant of whoever changed it. It counts for a call of this tenant only. */
  readonly tenant: string;
  readonly changedAtMs: number;
}

/** Rows of one call. Beyond this, nothing new is kept, so that a source cannot fill the table. */
const MAX_ROWS = 256;
/** Most characters of a call's metadata. Sealed, a character of three bytes becomes four, and each value has a head and a mark. */
const MAX_STORED_LENGTH = 5 * MAX_METADATA_LENGTH;
/** What was given at the start is older than every change. */
const AT_THE_START = 0;

/** The facts in a change of a call, or in its start. */
export function factsIn(write: WriteOf<'changed' | 'started'>): FactRow[] {
  const { callId, data } = write;
  const tenant = data.tenant ?? DEFAULT_TENANT;
  const toRow =
    (changedAtMs: number) =>
    (field: FactRow['field'], value: string | null, key = '') => ({
      ...{ callId, field, key, value, tenant },
      changedAtMs,
    });
  if (write.kind === 'started') return entriesOf(write.data.metadata, toRow(AT_THE_START));
  const { changedAtMs, processingStartedAtMs, metadata } = write.data;
  const row = toRow(Math.round(changedAtMs));
  return [
    ...plainFields.flatMap((field) => (write.data[field] === undefined ? [] : [row(field, write.data[field])])),
    ...(processingStartedAtMs === undefined ? [] : [row('processingStartedAtMs', String(processingStartedAtMs))]),
    ...entriesOf(metadata, row),
  ];
}

const entriesOf = (
  metadata: Readonly<Record<string, string | null>> | undefined,
  toRow: (field: 'metadata', value: string | null, key: string) => FactRow,
): FactRow[] => Object.entries(metadata ?? {}).map(([key, value]) => toRow('metadata', value, key));

const keyOf = ({ field, key }: FactRow): string => JSON.stringify([field, key]);

/** The stored facts of one call, merged with new ones. `changed`: the facts to store. `isCut`: the row had no room for all of them. */
export function mergeFacts(
  stored: readonly FactRow[],
  came: readonly FactRow[],
): { readonly facts: readonly FactRow[]; readonly changed: readonly FactRow[]; readonly isCut: boolean } {
  const facts = new Map(stored.map((row) => [keyOf(row), row]));
  const changed = new Map<string, FactRow>();
  let isCut = false;
  for (const row of came) {
    const known = facts.get(keyOf(row));
    if (known !== undefined && !isNewer(row, known)) continue;
    if (!hasRoom(facts, row)) {
      isCut = true;
      continue;
    }
    facts.set(keyOf(row), row);
    changed.set(keyOf(row), row);
  }
  return { facts: [...facts.values()], changed: [...changed.values()], isCut };
}

/** Of two changes at the same time the same one counts, whichever came first. */
const isNewer = (row: FactRow, known: FactRow): boolean =>
  row.changedAtMs > known.changedAtMs ||
  (row.changedAtMs === known.changedAtMs && (row.value ?? '') > (known.value ?? ''));

function hasRoom(facts: ReadonlyMap<string, FactRow>, row: FactRow): boolean {
  if (row.field !== 'metadata') return true;
  if (!facts.has(keyOf(row)) && facts.size >= MAX_ROWS) return false;
  if (row.value === null) return true;
  const entries = [...new Map(facts).set(keyOf(row), row).values()].filter(isEntry);
  const length = entries.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
  return entries.length <= MAX_METADATA_ENTRIES && length <= MAX_STORED_LENGTH;
}

const isEntry = ({ field, value }: FactRow): boolean => field === 'metadata' && value !== null;

/** What the facts change about the row of their call. */
export function changesByFacts(facts: readonly FactRow[], tenant: string): Partial<CallRow> {
  const own = facts.filter((fact) => fact.tenant === tenant);
  const plain = Object.fromEntries(
    own.flatMap(({ field, value }) => (isPlain(field) && value !== null ? [[field, value]] : [])),
  ) as Partial<Record<PlainField, string>>;
  const startedAt = own.find(({ field }) => field === 'processingStartedAtMs')?.value;
  return { ...plain, ...(startedAt && { startedAtMs: Math.round(Number(startedAt)), awaitsStart: false }) };
}

const isPlain = (field: FactRow['field']): field is PlainField => (plainFields as readonly string[]).includes(field);
