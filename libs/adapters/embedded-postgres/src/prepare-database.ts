import pg from 'pg';
import { ADMIN_ROLE, adminPasswordFile, APPLICATION_ROLE, DATABASE, databaseUrl, type Login } from './database-url.js';
import { passwordLost, type Passwords } from './password-files.js';

/**
 * Creates the database, the role that owns it and the further roles unless they exist. No role is a superuser, and none can enter another
 * database. A further role may only connect: whoever creates the tables grants it more. A database that the superuser owned, from
 * version 0.1.0, changes its owner with everything in it.
 */
export async function prepareDatabase(
  dataDir: string,
  port: number,
  passwords: Passwords,
  furtherRoles: readonly Login[] = [],
): Promise<void> {
  const admin = { role: ADMIN_ROLE, password: passwords.admin };
  await withClient(databaseUrl(admin, port, 'postgres'), dataDir, async (client) => {
    await createRole(client, { role: APPLICATION_ROLE, password: passwords.application });
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${APPLICATION_ROLE}`);
    else await client.query(`alter database ${DATABASE} owner to ${APPLICATION_ROLE}`);
    await client.query(`revoke all on database ${DATABASE} from public`);
    for (const login of furtherRoles) {
      await createRole(client, login);
      await client.query(`grant connect on database ${DATABASE} to ${pg.escapeIdentifier(login.role)}`);
    }
    for (const other of ['postgres', 'template1'])
      await client.query(`revoke connect, temporary on database ${other} from public`);
  });
  await withClient(databaseUrl(admin, port), dataDir, (client) => client.query(changeOwnersSql));
}

async function createRole(client: pg.Client, { role, password }: Login): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${name}`);
  await client.query(
    `alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
     password ${pg.escapeLiteral(password)}`,
  );
}

async function withClient(url: string, dataDir: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    if ((error as { code?: unknown }).code === '28P01') throw passwordLost(adminPasswordFile(dataDir));
    throw error;
  } finally {
    await client.end();
  }
}

const ownedByAnother = (owner: string, schema: string, catalog: string, id: string): string => `
  ${owner} <> '${APPLICATION_ROLE}'::regrole and ${schema}::regnamespace::text !~ '^(pg_|information_schema$)'
  and not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${id} and d.deptype in ('a', 'i', 'e'))`;

/** PostgreSQL does not let its first superuser hand over all that it owns at once. What belongs to an extension keeps its owner. */
const changeOwnersSql = `
  do $$ declare statement text; begin
    for statement in
      select format('alter table %s owner to ${APPLICATION_ROLE}', c.oid::regclass) from pg_class c
      where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${ownedByAnother('c.relowner', 'c.relnamespace', 'pg_class', 'c.oid')}
      union all
      select format('alter type %s owner to ${APPLICATION_ROLE}', t.oid::regtype) from pg_type t
      where t.typtype in ('e', 'd') and ${ownedByAnother('t.typowner', 't.typnamespace', 'pg_type', 't.oid')}
      union all
      select format('alter routine %s owner to ${APPLICATION_ROLE}', p.oid::regprocedure) from pg_proc p
      where ${ownedByAnother('p.proowner', 'p.pronamespace', 'pg_proc', 'p.oid')}
    loop execute statement; end loop;
  end $$`;
