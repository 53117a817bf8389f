import type { FileCipher } from '@earshot/ports';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageJournal } from './message-journal.js';

const topic = 'calls.audio';
const groups = ['persistence', 'transcription'];
const value = (text: string) => new TextEncoder().encode(text);

describe('MessageJournal', () => {
  let directory: string;
  let clock: ManualClock;
  let failures: unknown[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'earshot-journal-'));
    clock = new ManualClock();
    failures = [];
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const open = () => new MessageJournal({ directory, clock, onFailure: (error) => failures.push(error) });
  const left = (group: string, journal = open()) =>
    journal.unfinishedMessages(topic, group).map((message) => Buffer.from(message.value).toString());
  const files = () => readdirSync(directory).map((name) => join(directory, name));
  const diskBytes = () => files().reduce((sum, file) => sum + statSync(file).size, 0);

  /** A journal with these messages on disk, all unfinished. The process that wrote it just stops. */
  async function keepMessages(...texts: string[]) {
    const journal = open();
    const sequences = texts.map((text) => journal.keep({ topic, key: 'call', value: value(text), groups }));
    await journal.whenWritten();
    return { journal, sequences };
  }

  it('gives each group what it did not finish before the process died, in order', async () => {
    const { journal, sequences } = await keepMessages('a', 'b', 'c');
    journal.finish(sequences[0] as number, 'persistence');
    journal.finish(sequences[1] as number, 'persistence');
    journal.finish(sequences[1] as number, 'transcription');
    await journal.whenWritten();
    expect(left('persistence')).toEqual(['c']);
    expect(left('transcription')).toEqual(['a', 'c']);
    expect(left('gateway')).toEqual([]);
  });

  it('continues after two deaths, and numbers new messages after the old ones', async () => {
    await keepMessages('a');
    const { sequences } = await keepMessages('b');
    expect(left('transcription')).toEqual(['a', 'b']);
    expect(sequences).toEqual([2]);
  });

  it('reads up to a record that is not whole, and keeps later messages', async () => {
    await keepMessages('a', 'b');
    const [file = ''] = files();
    truncateSync(file, statSync(file).size - 1);
    await keepMessages('c');
    expect(left('transcription')).toEqual(['a', 'c']);
  });

  it('gives a message once if the process died while it replaced its files', async () => {
    await keepMessages('a', 'b');
    const [file = ''] = files();
    writeFileSync(join(directory, '0000000002.journal'), readFileSync(file));
    expect(left('transcription')).toEqual(['a', 'b']);
  });

  it('leaves no file when every message is finished and the bus closes', async () => {
    const { journal, sequences } = await keepMessages('a');
    for (const group of groups) journal.finish(sequences[0] as number, group);
    await journal.close();
    expect(files()).toEqual([]);
  });

  it('removes finished audio from the disk after ten seconds, beside a message that waits', async () => {
    const { journal, sequences } = await keepMessages('spoken', 'waits');
    for (const group of groups) journal.finish(sequences[0] as number, group);
    await clock.advance(10_000);
    await journal.whenWritten();
    expect(files().map((file) => readFileSync(file, 'utf8'))).toEqual([expect.not.stringContaining('spoken')]);
    expect(left('transcription')).toEqual(['waits']);
  });

  it('stays small while many messages pass', async () => {
    const journal = open();
    const payload = 'x'.repeat(1_024 * 1_024 - 1_024);
    let largest = 0;
    for (let n = 0; n < 60; n++) {
      const sequence = journal.keep({ topic, key: 'call', value: value(payload), groups });
      await journal.whenWritten();
      for (const group of groups) journal.finish(sequence, group);
      await journal.whenWritten();
      largest = Math.max(largest, diskBytes());
    }
    expect(largest).toBeLessThan(20 * 1_024 * 1_024);
  });

  it('forgets messages that are older than the retention of their topic', async () => {
    await keepMessages('old');
    await clock.advance(25 * 3_600_000);
    expect(left('transcription')).toEqual([]);
  });

  it('reports a failed write, goes on without it, and keeps later messages', async () => {
    const { journal, sequences } = await keepMessages('a', 'b');
    journal.finish(sequences[0] as number, 'transcription');
    await journal.whenWritten();
    rmSync(directory, { recursive: true });
    await clock.advance(10_000);
    await journal.whenWritten();
    expect(failures).toHaveLength(1);
    mkdirSync(directory);
    journal.keep({ topic, key: 'call', value: value('c'), groups });
    await journal.whenWritten();
    expect(failures).toHaveLength(1);
    expect(left('transcription')).toEqual(['b', 'c']);
  });

  it('keeps its files from other users', async () => {
    await keepMessages('a');
    expect(files().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
  });

  it('keeps sealed messages unreadable, gives them back, and reports one that it cannot open', async () => {
    const keys = [randomBytes(32), randomBytes(32)] as const;
    const openWith = (key: Uint8Array) =>
      new MessageJournal({ directory, clock, cipher: cipherWith(key), onFailure: (error) => failures.push(error) });
    const journal = openWith(keys[0]);
    const kept = ['spoken words', 'other words'].map((text) =>
      journal.keep({ topic, key: 'call', value: value(text), groups }),
    );
    await journal.whenWritten();
    journal.finish(kept[0] as number, 'persistence');
    await journal.whenWritten();
    expect(files().some((file) => readFileSync(file).includes('words'))).toBe(false);
    expect(left('transcription', openWith(keys[0]))).toEqual(['spoken words', 'other words']);
    expect(left('transcription', openWith(keys[1]))).toEqual([]);
    expect(failures).toEqual([
      expect.objectContaining({ code: 'SEALED_DAMAGED' }),
      expect.objectContaining({ code: 'SEALED_DAMAGED' }),
    ]);
  });
});

/** A cipher that really encrypts; what the adapter of keys binds is not the subject here. */
function cipherWith(key: Uint8Array): FileCipher {
  return {
    seal(plain, about) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about.join()));
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, about) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
        .setAAD(Buffer.from(about.join()))
        .setAuthTag(sealed.subarray(-16));
      const plain = decipher.update(sealed.subarray(12, -16));
      try {
        return Buffer.concat([plain, decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
