import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import pg from 'pg';

/** Tells whether the bytes hold something that must not be there. */
export type IsPlanted = (bytes: Buffer) => boolean;

/** Finds any of these texts and byte strings. */
export const findAny =
  (needles: readonly Buffer[]): IsPlanted =>
  (bytes) =>
    needles.some((needle) => bytes.includes(needle));

/** The files of the data directory that hold anything planted. The server of the database keeps its own. */
export async function findPlantedFiles(dataDir: string, isPlanted: IsPlanted): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = files
    .map((file) => [file, relative(dataDir, file)] as const)
    .filter(([, name]) => !/^postgres/.test(name));
  const planted = names.map(async ([file, name]) => {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    return isPlanted(bytes) ? [name] : [];
  });
  return (await Promise.all(planted)).flat();
}

/** The tables that hold anything planted. */
export async function findPlantedTables(databaseUrl: string, isPlanted: IsPlanted): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      if (isPlanted(Buffer.from(rows.map(({ text }) => text).join('\n')))) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
}
