import { isMetadataBounded, MAX_METADATA_ENTRIES, metadataSchema } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';
import { boundMetadata, flattenMetadata } from './metadata.js';

describe('the metadata that a vendor sends', () => {
  it('is kept with its keys, and inner values have the keys of the objects around them', () => {
    const sent = { campaign: 'renewals', customer: { tier: 2, isNew: true }, tags: ['a', 'b'], nothing: null };
    expect(boundMetadata(flattenMetadata(sent))).toEqual({
      campaign: 'renewals',
      'customer.tier': '2',
      'customer.isNew': 'true',
      'tags.0': 'a',
      'tags.1': 'b',
    });
  });

  it.each([
    'token',
    'X-Auth-Token',
    'apiKey',
    'api_key',
    'password',
    'client.secret',
    'Authorization',
    'cookie',
    'pin',
  ])('never holds the secret behind %s', (key) => {
    expect(
      boundMetadata([
        [key, 's3cret'],
        ['ticket', 'T-1'],
      ]),
    ).toEqual({ ticket: 'T-1' });
  });

  it('stays within the bounds of a call, however much is sent', () => {
    const hostile: [string, string][] = Array.from({ length: 10_000 }, (_, at) => [`key-${at}`, 'x'.repeat(100_000)]);
    const kept = boundMetadata(hostile);
    expect(isMetadataBounded(kept)).toBe(true);
    expect(metadataSchema.safeParse(kept).success).toBe(true);
    expect(Object.keys(kept).length).toBeLessThanOrEqual(MAX_METADATA_ENTRIES);
  });

  it('is text that a page can show: control characters and marks that turn the text are replaced', () => {
    expect(boundMetadata([['a\u202eb', 'c\u0000d']])).toEqual({ 'a\ufffdb': 'c\ufffdd' });
  });

  it('of objects within objects without end is cut', () => {
    const deep = JSON.parse('{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)) as unknown;
    expect(boundMetadata(flattenMetadata(deep))).toEqual({});
  });
});
