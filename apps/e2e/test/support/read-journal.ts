import { services, topicNames } from '@earshot/contracts';
import { MessageJournal } from '@earshot/event-bus';
import { createFileCipher, LocalMasterKey } from '@earshot/keys';
import { systemClock } from '@earshot/runtime';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The messages in the journal of the embedded bus of a running process, as text: what outlives a kill. It reads a copy, because
 * a journal belongs to one process. Empty while the files change.
 */
export async function readJournal(dataDir: string, masterKey: LocalMasterKey): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'earshot-journal-'));
  try {
    await cp(join(dataDir, 'bus'), copy, { recursive: true }).catch(() => undefined);
    const cipher = await createFileCipher(masterKey, 'bus journal');
    const journal = new MessageJournal({ directory: copy, clock: systemClock, cipher, onFailure: () => undefined });
    const messages = topicNames.flatMap((topic) => services.flatMap((each) => journal.unfinishedMessages(topic, each)));
    await journal.close();
    return messages.map(({ value }) => Buffer.from(value).toString('latin1')).join('\n');
  } finally {
    await rm(copy, { recursive: true });
  }
}
