import { Failure } from '@earshot/ports';
import type { EntityManager } from 'typeorm';
import { migrations } from '../migrations/index.js';

/** False for the role of a service: it may use the tables and not create them. */
export async function mayCreateTables(manager: EntityManager): Promise<boolean> {
  const [row] = await manager.query<{ may: boolean }[]>(`select has_schema_privilege('public', 'create') as may`);
  return row?.may === true;
}

/** Rejects with a retryable `STORE_UNAVAILABLE` until the owner of the tables has created those of this version. */
export async function requireCurrentTables(manager: EntityManager): Promise<void> {
  const [row] = await manager.query<{ may: boolean }[]>(
    `select coalesce(has_table_privilege(to_regclass('public.earshot_migrations'), 'select'), false) as may`,
  );
  const applied =
    row?.may === true ? await manager.query<{ name: string }[]>('select name from earshot_migrations') : [];
  const names = new Set(applied.map(({ name }) => name));
  if (migrations.every(({ name }) => names.has(name))) return;
  throw new Failure(
    'STORE_UNAVAILABLE',
    'The tables of this version do not exist, and this role may not create them. Run apps/persistence/dist/migrate/main.js with the role that owns the database.',
    { retryable: true },
  );
}
