import { describe, expect, it } from '@jest/globals';
import { redactionKinds } from '@earshot/contracts';
import { redactionLabel } from './redaction-labels.js';

describe('redactionLabel', () => {
  it.each(redactionKinds)('has words of its own for %s', (kind) => {
    const { label, meaning } = redactionLabel(kind);
    expect(label).not.toContain('_');
    expect(meaning).toMatch(/ was removed\.$/);
    expect(redactionKinds.filter((other) => redactionLabel(other).label === label)).toEqual([kind]);
  });

  it.each(['ACCOUNT_NUMBER', 'toString'])('keeps an unknown kind readable: %s', (kind) => {
    expect(redactionLabel(kind).label).toBe(kind.toLowerCase().replace('_', ' '));
  });
});
