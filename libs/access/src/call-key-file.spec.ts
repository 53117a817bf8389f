import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryKeys } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findCallKey, prepareCallKey } from './call-key-file.js';

describe('prepareCallKey', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'call-key-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('keeps a key that may use every source, and makes another one for a source that is new', async () => {
    const parts = { keys: new InMemoryKeys(), nowMs: 0 };
    const first = await prepareCallKey(dataDir, ['lca'], parts);
    expect(await prepareCallKey(dataDir, ['lca'], parts)).toBe(first);
    const second = await prepareCallKey(dataDir, ['lca', 'twilio'], parts);
    expect(second).not.toBe(first);
    expect(await findCallKey(dataDir)).toBe(second);
    expect(await prepareCallKey(dataDir, ['lca'], parts)).toBe(second);
  });
});
