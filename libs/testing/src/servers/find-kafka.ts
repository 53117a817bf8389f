import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of a broker's jars: the named one, or the one that `tools/workspace/ensure-kafka.mjs` fills. */
export function findKafkaHome(named: string | undefined, from = process.cwd()): string | undefined {
  if (named !== undefined) return existsSync(named) ? named : undefined;
  for (let folder = from; ; folder = dirname(folder)) {
    const home = join(folder, '.nx', 'kafka-4.1.1');
    if (existsSync(home)) return home;
    if (dirname(folder) === folder) return undefined;
  }
}
