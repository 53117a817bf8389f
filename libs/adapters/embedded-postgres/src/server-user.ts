import { Failure } from '@earshot/ports';
import { readFile } from 'node:fs/promises';

/** The user that PostgreSQL runs as if Earshot runs as root, because PostgreSQL refuses root. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined if this process does not run as root: the server then runs as the same user. */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const candidate of ['postgres', 'nobody']) {
    const [name, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${candidate}:`))
        ?.split(':') ?? [];
    if (name !== undefined && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Failure(
    'POSTGRES_NEEDS_USER',
    'PostgreSQL refuses to run as root, and there is no user postgres or nobody. Run Earshot as another user, or set DATABASE_URL.',
  );
}
