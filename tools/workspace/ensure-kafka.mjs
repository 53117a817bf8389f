import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDebianPackages, onPath } from './ensure-chromium.mjs';
import { root } from './install.mjs';

/** The folder of the broker's jars. It must have the version of tools/run/stack/kafka/pom.xml. */
export const kafkaHome = join(root, '.nx/kafka-4.1.1');

/** Finds the broker without fetching it. Returns undefined if it is not there. */
export const findKafka = () =>
  onPath('java') && existsSync(kafkaHome) && readdirSync(kafkaHome).some((jar) => jar.startsWith('kafka_'))
    ? kafkaHome
    : undefined;

/** Fetches the broker's jars once (43 MB). Prints the reason and returns undefined if it cannot. */
export function ensureKafka() {
  ensureDebianPackages([
    { name: ['default-jre-headless'], present: () => onPath('java') },
    { name: ['maven'], present: () => onPath('mvn') || findKafka() !== undefined },
  ]);
  const found = findKafka();
  if (found) return found;
  if (!onPath('java')) return reportMissing('there is no Java (17 or newer)');
  if (!onPath('mvn')) return reportMissing('there is no Maven to fetch its jars');
  process.stdout.write('Fetching Kafka (only once, 43 MB) …\n');
  const part = `${kafkaHome}.${process.pid}`;
  mkdirSync(part, { recursive: true });
  const fetched = spawnSync(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      join(root, 'tools/run/stack/kafka/pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${part}`,
    ],
    { encoding: 'utf8', timeout: 600_000 },
  );
  // Renames the folder when it is complete, so that nobody uses an interrupted download.
  if (fetched.status === 0 && findKafka() === undefined) {
    rmSync(kafkaHome, { recursive: true, force: true });
    renameSync(part, kafkaHome);
  }
  rmSync(part, { recursive: true, force: true });
  return (
    findKafka() ??
    reportMissing(
      `Maven could not fetch its jars: ${firstLine(fetched.stdout || fetched.stderr || fetched.error?.message)}`,
    )
  );
}

function reportMissing(reason) {
  process.stdout.write(`No Kafka broker: ${reason}. Without it, tests that need Kafka are skipped.\n`);
  return undefined;
}

const firstLine = (text) => (text ?? 'no reason given').trim().split('\n')[0];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = ensureKafka() ? 0 : 1;
