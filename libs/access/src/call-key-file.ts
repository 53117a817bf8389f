import { randomUUID, timingSafeEqual } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore } from '@earshot/ports';
import { issueKey } from './issue-key.js';
import { parseKey } from './key-text.js';
import { hashSecret } from './secret-text.js';

/** The key with which `npm run call` sends to the Earshot of this data directory. */
const callKeyFile = (dataDir: string): string => join(dataDir, 'call.key');

/** The text of the key in a data directory; undefined if there is none that can be read. */
export async function findCallKey(dataDir: string): Promise<string | undefined> {
  const text = await readFile(callKeyFile(dataDir), 'utf8').catch(() => '');
  return parseKey(text.trim()) === null ? undefined : text.trim();
}

/**
 * Keeps a key for `npm run call` in the data directory, readable by its owner only. Makes a new one if there is none, or if
 * the one there is no longer usable or lacks a source, as after an update. `sources`: the kinds of sources that it may bring
 * calls with.
 */
export async function prepareCallKey(
  dataDir: string,
  sources: readonly string[],
  { keys, nowMs }: { keys: KeyStore; nowMs: number },
): Promise<string> {
  const present = await findCallKey(dataDir);
  if (present !== undefined && (await isUsable(present, sources, { keys, nowMs }))) return present;
  const { stored, text } = issueKey({ name: 'npm run call on this machine', kind: 'SOURCE', sources }, nowMs);
  await keys.add(stored);
  const draft = `${callKeyFile(dataDir)}.${randomUUID()}`;
  await writeFile(draft, `${text}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, callKeyFile(dataDir));
  return text;
}

async function isUsable(
  text: string,
  sources: readonly string[],
  { keys, nowMs }: { keys: KeyStore; nowMs: number },
): Promise<boolean> {
  const parts = parseKey(text);
  const key = parts && (await keys.findUsable(parts.id, nowMs));
  if (parts === null || key === null || !timingSafeEqual(hashSecret(parts.secret), key.secretHash)) return false;
  return sources.every((source) => key.sources.includes(source));
}
