import { services, type ServiceName } from '@earshot/contracts';
import type { EntityManager } from 'typeorm';
import { tableGrants } from './table-grants.js';

/** The role of a service in the database. */
export const serviceRole = (service: ServiceName): string => `earshot_${service}`;

/**
 * Gives the role of each service exactly the rights of `tableGrants`, and takes any other from it. Roles that do not exist are
 * left out: a database with one role for all services has none of them. Needs the role that owns the tables.
 */
export async function grantServiceRoles(manager: EntityManager): Promise<void> {
  const rows = await manager.query<{ name: string }[]>(
    `select rolname as name from pg_roles where rolname = any($1::text[])`,
    [services.map(serviceRole)],
  );
  const existing = new Set(rows.map(({ name }) => name));
  for (const service of services.filter((name) => existing.has(serviceRole(name)))) {
    await manager.query(`revoke all on all tables in schema public from ${serviceRole(service)}`);
    for (const [table, grants] of Object.entries(tableGrants)) {
      const privileges = grants[service];
      if (privileges !== undefined)
        await manager.query(`grant ${privileges} on table ${table} to ${serviceRole(service)}`);
    }
  }
}
