import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const rows = [...contributing.matchAll(/^\| (.+\?)\s+\| `(\w+)`\s+\| \[([^\]]+)\]\(\3\)\s*\|$/gm)].map(
  ([, question = '', symbol = '', file = '']) => ({ question, symbol, file }),
);

describe('the table "Find something" of CONTRIBUTING.md', () => {
  it('has at least eleven rows', () => expect(rows.length).toBeGreaterThanOrEqual(11));

  it.each(rows)('$question', ({ symbol, file }) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(readFileSync(join(root, file), 'utf8')).toMatch(new RegExp(`\\b${symbol}\\b`));
  });
});

describe('the other links and paths of CONTRIBUTING.md', () => {
  const generators = JSON.parse(readFileSync(join(root, 'tools/generators/generators.json'), 'utf8')) as {
    generators: Record<string, unknown>;
  };
  const named = [...contributing.matchAll(/@earshot\/generators:([a-z-]+)/g)].map(([, name]) => name);

  it('name every generator', () =>
    expect([...new Set(named)].sort()).toEqual(Object.keys(generators.generators).sort()));
});
