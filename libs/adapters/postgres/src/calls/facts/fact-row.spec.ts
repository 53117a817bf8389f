import { describe, expect, it } from '@jest/globals';
import { callIdSchema, MAX_METADATA_ENTRIES, MAX_METADATA_LENGTH } from '@earshot/contracts';
import { mergeFacts, type FactRow } from './fact-row.js';

const entry = (key: string, value: string): FactRow => ({
  ...{ callId: callIdSchema.parse('call-1'), field: 'metadata', tenant: 'default', changedAtMs: 1 },
  ...{ key, value },
});
/** As long as the sealed form of the text: a prefix, and in base64 its vector, its bytes and its mark. */
const sealedLike = (text: string): string =>
  `earshot-sealed:1:${Buffer.alloc(28 + Buffer.byteLength(text)).toString('base64url')}`;

describe('mergeFacts', () => {
  it('has room for as much metadata as a call may have, also when it is sealed and of three bytes a character', () => {
    const size = MAX_METADATA_LENGTH / MAX_METADATA_ENTRIES;
    const came = Array.from({ length: MAX_METADATA_ENTRIES }, (_, at) => {
      const key = `key-${at}`;
      return entry(key, sealedLike('語'.repeat(size - key.length)));
    });
    expect(mergeFacts([], came)).toMatchObject({ isCut: false, changed: { length: MAX_METADATA_ENTRIES } });
  });

  it('keeps nothing beyond its bound', () => {
    const came = [entry('a', 'x'.repeat(5 * MAX_METADATA_LENGTH)), entry('b', '1')];
    const { isCut, changed } = mergeFacts([], came);
    expect([isCut, changed.map(({ key }) => key)]).toEqual([true, ['b']]);
  });
});
