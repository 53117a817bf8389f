import { describe, expect, it } from '@jest/globals';
import { InMemoryRecordings } from '../fakes/in-memory-recordings.js';
import { brokenPlace, brokenRecordings } from './broken/broken-recordings.js';
import { recordingStoreConformance } from './recording-store.conformance.js';

describe('recordingStoreConformance', () => {
  it.each(recordingStoreConformance)('holds in memory: $promise', ({ run }) => run(() => new InMemoryRecordings()));

  it.each(Object.entries(brokenRecordings))('catches a store that %s', async (_, { breaks, make }) => {
    const broken = recordingStoreConformance.find(({ promise }) => promise === breaks);
    await expect(broken?.run(() => brokenPlace(make))).rejects.toThrow();
  });
});
