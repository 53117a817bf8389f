import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { services, type ServiceName } from '@earshot/contracts';
import { serviceRole } from '../src/roles/grant-service-roles.js';
import { runSql } from './run-sql.js';

const PASSWORD = 'of-the-test';

const withLogin = (url: string, role: string, password: string): string => {
  const changed = new URL(url);
  changed.username = role;
  changed.password = password;
  return changed.href;
};

/** Creates the roles of the services in an embedded PostgreSQL. Returns the address with which each of them connects. */
export async function createServiceRoles(url: string, dataDir: string): Promise<Readonly<Record<ServiceName, string>>> {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const admin = withLogin(url, 'earshot', password);
  for (const role of services.map(serviceRole))
    await runSql(
      admin,
      `create role ${role} login password '${PASSWORD}'; grant connect on database earshot to ${role}`,
    );
  return Object.fromEntries(
    services.map((service) => [service, withLogin(url, serviceRole(service), PASSWORD)]),
  ) as Record<ServiceName, string>;
}
