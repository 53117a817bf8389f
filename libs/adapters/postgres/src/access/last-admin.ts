import { Failure, type User } from '@earshot/ports';
import type { SqlClient } from '../database.js';
import { adminsSql } from './user-statements.js';

/** Whether the account may manage Earshot for good. */
export const isAdmin = ({ roles, state, origin }: Pick<User, 'roles' | 'state' | 'origin'>): boolean =>
  state === 'ACTIVE' && origin !== 'DEMO' && roles.includes('ADMIN');

export async function hasAdmin(client: SqlClient, tenant: string): Promise<boolean> {
  return (await client.query({ text: adminsSql, values: [tenant] })).rows.length > 0;
}

/** Call it after a change that takes the role ADMIN away. Rejects with `Failure` `LAST_ADMIN`, which undoes the change. */
export async function requireAdmin(client: SqlClient, tenant: string): Promise<void> {
  if (await hasAdmin(client, tenant)) return;
  throw new Failure('LAST_ADMIN', 'This is the last administrator. Make another one first.');
}
