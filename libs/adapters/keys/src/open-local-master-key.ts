import { readFile } from 'node:fs/promises';
import { Failure } from '@earshot/ports';
import { KEY_BYTES, LocalMasterKey } from './local-master-key.js';

/** The settings of the master key, as the programs parse them. */
export interface MasterKeySettings {
  /** 32 bytes, base64. */
  readonly EARSHOT_MASTER_KEY?: string | undefined;
  readonly EARSHOT_MASTER_KEY_FILE?: string | undefined;
}

export const isLocalKeySet = ({ EARSHOT_MASTER_KEY, EARSHOT_MASTER_KEY_FILE }: MasterKeySettings): boolean =>
  EARSHOT_MASTER_KEY !== undefined || EARSHOT_MASTER_KEY_FILE !== undefined;

const HOW_TO = 'docs/how-to/keep-the-master-key.md';

/** Opens the master key that the settings name. Rejects with `Failure` `MASTER_KEY_MISSING` or `MASTER_KEY_UNUSABLE`. */
export async function openLocalMasterKey(settings: MasterKeySettings): Promise<LocalMasterKey> {
  const { EARSHOT_MASTER_KEY: key, EARSHOT_MASTER_KEY_FILE: file } = settings;
  if (key !== undefined && file !== undefined) {
    throw unusable(`EARSHOT_MASTER_KEY: set either this or EARSHOT_MASTER_KEY_FILE, not both (${HOW_TO}).`);
  }
  if (file !== undefined) return new LocalMasterKey(parseKeys(await readKeyFile(file), file));
  if (key !== undefined) return new LocalMasterKey(parseKeys(key, 'EARSHOT_MASTER_KEY'));
  throw new Failure(
    'MASTER_KEY_MISSING',
    `EARSHOT_MASTER_KEY: not set, and needed. It seals the messages that could not be processed, because they may hold what was said on a call. Make one with openssl rand -base64 32, keep it safe, and set the same value for all services (${HOW_TO}).`,
  );
}

/** One key per line, the oldest first. Lines that begin with # are comments. */
export function parseKeys(text: string, place: string): [Uint8Array, ...Uint8Array[]] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.flatMap((line, at) => {
    if (line === '' || line.startsWith('#')) return [];
    const key = Buffer.from(line, 'base64');
    if (key.length === KEY_BYTES && key.toString('base64') === line) return [key];
    throw unusable(`${place}: line ${at + 1} is not a key of ${KEY_BYTES} bytes as base64 (${HOW_TO}).`);
  });
  const [oldest, ...others] = keys;
  if (oldest === undefined) throw unusable(`${place}: it holds no key (${HOW_TO}).`);
  return [oldest, ...others];
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw unusable(`EARSHOT_MASTER_KEY_FILE: cannot read ${file} (${code}). Correct the path or its permissions.`);
  }
}

const unusable = (message: string): Failure => new Failure('MASTER_KEY_UNUSABLE', message);
