import { escapeUnprintable } from '@earshot/contracts';
import { everythingOf } from '@earshot/domain';
import {
  Failure,
  type AuditWriter,
  type CallErasures,
  type CallKeeping,
  type ErasureProof,
  type RetentionPolicies,
} from '@earshot/ports';
import { changes, type LifecycleCommand } from './lifecycle-arguments.js';

export interface LifecycleTools {
  readonly callErasures: CallErasures;
  readonly callKeeping: CallKeeping;
  readonly retention: RetentionPolicies;
  readonly auditWriter: AuditWriter;
  nowMs(): number;
  newId(): string;
  print(line: string): void;
}

type CommandNamed<Name extends LifecycleCommand['name']> = Extract<LifecycleCommand, { name: Name }>;
type ChangeCommand = CommandNamed<keyof typeof changes>;

/** Who uses the tool: whoever may open the database. */
const OPERATOR = { principal: 'tool:lifecycle', subject: 'operator' };

/** Runs the command of an operator. Rejects with a one-line `Failure`, e.g. `CALL_HELD`. */
export function runLifecycleCommand(
  command: Exclude<LifecycleCommand, { name: 'help' }>,
  tools: LifecycleTools,
): Promise<void> {
  if (command.name === 'erased') return listProofs(command, tools);
  return command.name === 'preview' ? previewRemoval(command, tools) : changeCall(command, tools);
}

/** Recorded before it happens, like a change over the API. */
async function changeCall(command: ChangeCommand, tools: LifecycleTools): Promise<void> {
  const { name, tenant, callId } = command;
  const atMs = tools.nowMs();
  await tools.auditWriter.addAccesses(tools.newId(), [
    {
      ...{ ...OPERATOR, tenant, callId, kind: 'SERVICE', action: 'MANAGE', address: null },
      ...{ details: [changes[name]], count: 1, firstAtMs: atMs, lastAtMs: atMs },
    },
  ]);
  const changed = await applyChange(command, tools, atMs);
  if (changed.ok) return tools.print(done[name]);
  if (changed.error === 'CALL_HELD')
    throw new Failure('CALL_HELD', 'A legal hold keeps this call. Release the hold first.');
  throw new Failure('CALL_NOT_FOUND', 'There is no such call.');
}

function applyChange({ name, tenant, callId, reason }: ChangeCommand, tools: LifecycleTools, atMs: number) {
  const scope = everythingOf(tenant);
  const order = { ...OPERATOR, reason, atMs };
  if (name === 'erase') return tools.callErasures.requestErasure(scope, callId, order);
  return name === 'hold'
    ? tools.callKeeping.setHold(scope, callId, order)
    : tools.callKeeping.releaseHold(scope, callId);
}

const done: Readonly<Record<ChangeCommand['name'], string>> = {
  erase: 'Nobody can see the call any more. Persistence removes it within seconds: see `npm run lifecycle -- erased`.',
  hold: 'Nobody can erase the call until the hold is released.',
  release: 'The call is not held any more.',
};

async function listProofs(
  { tenant, first }: CommandNamed<'erased'>,
  { callErasures, print }: LifecycleTools,
): Promise<void> {
  const { items, hasNextPage } = await callErasures.listErasures(tenant, { first });
  if (items.length === 0) print('No call was erased.');
  for (const { item } of items) print(formatProof(item));
  if (hasNextPage) print(`These are the newest ${first}. --first N lists more.`);
}

/** A proof as one line: when, which call, by whom and why, how far it is, what was removed. */
function formatProof(proof: ErasureProof): string {
  const { callId, requestedAtMs, subject, principal, reason, files } = proof;
  const rows = Object.values(proof.rows).reduce((sum, count) => sum + count, 0);
  const step = proof.hash ?? (proof.removedAtMs === null ? 'not removed yet' : 'removed, not confirmed yet');
  const who = `by ${subject} [${principal}]: ${reason}`;
  return escapeUnprintable(`${formatTime(requestedAtMs)}  ${callId}  ${who}  ${rows} rows, ${files} files  ${step}`);
}

async function previewRemoval(
  { tenant, defaultDays }: CommandNamed<'preview'>,
  { retention, nowMs, print }: LifecycleTools,
): Promise<void> {
  const { days, heldCalls } = await retention.previewRemoval(tenant, { nowMs: nowMs(), defaultDays });
  for (const { day, calls, recordingBytes } of days)
    print(`${day}  ${calls} calls  ${Math.ceil(recordingBytes / 1_000_000)} MB of recordings`);
  const total = days.reduce((sum, { calls }) => sum + calls, 0);
  print(`${total} calls would be erased now. Legal holds keep ${heldCalls} more.`);
}

const formatTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
