import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactionKinds } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

describe('docs/redaction.md', () => {
  it('has one row for each kind of private data, in their order, and no others', () => {
    const rows = readFileSync(join(root, 'docs/redaction.md'), 'utf8').matchAll(/^\| `\[([A-Z_]+)\]`/gm);
    expect([...rows].map(([, kind]) => kind)).toEqual([...redactionKinds]);
  });
});
