import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { jsonEventTypes, jsonSchemaFileOf, jsonSchemaOf } from './dist/index.js';

/** Writes `schemas/`: the JSON Schema of the current version of every JSON event. `npm run generate` runs it. */
const folder = join(import.meta.dirname, 'schemas');
const files = new Map(jsonEventTypes.map((type) => [jsonSchemaFileOf(type), jsonSchemaOf(type)]));

await mkdir(folder, { recursive: true });
for (const [name, schema] of files) {
  const path = join(folder, name);
  const text = JSON.stringify(schema);
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), parser: 'json' }));
}
// Schemas of earlier versions stay for the programs that read them. Schemas of removed events are deleted.
for (const name of await readdir(folder)) {
  if (!jsonEventTypes.some((type) => name.startsWith(`${type}.v`))) await rm(join(folder, name));
}
