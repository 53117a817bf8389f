import { Failure } from '@earshot/ports';
import { readFile } from 'node:fs/promises';

/** The account PostgreSQL runs as when Earshot itself runs as root, which PostgreSQL refuses. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined when this process is not root: the server then runs as the same user. */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${wanted}:`))
        ?.split(':') ?? [];
    if (name !== undefined && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Failure(
    'POSTGRES_NEEDS_USER',
    'PostgreSQL does not run as root and there is no user postgres or nobody; run Earshot as another user or set DATABASE_URL.',
  );
}
