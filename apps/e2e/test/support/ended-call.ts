import type { CallId } from '@earshot/contracts';
import type { PostgresStores } from '@earshot/postgres';

const DAY_MS = 86_400_000;

/** Stores a call that began so many days ago and is over. */
export async function addEndedCall(
  stores: PostgresStores,
  id: string,
  { daysAgo = 0, ...given }: { readonly daysAgo?: number; readonly queue?: string; readonly agentId?: string } = {},
): Promise<void> {
  const startedAtMs = Date.now() - daysAgo * DAY_MS;
  const about = { callId: id as CallId, atMs: startedAtMs };
  const started = { source: 'test', startedAtMs, ...given };
  const ended = { stage: 'persistence', code: 'CALL_ABANDONED', message: '' } as const;
  const writes = [
    { ...about, kind: 'started', data: started },
    { ...about, kind: 'force-complete', data: ended },
  ] as const;
  await stores.callStore.apply(writes, startedAtMs);
}
