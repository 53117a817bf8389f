import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const sources = join(import.meta.dirname, '..');

/** Files that read rows of every scope, and check each row before somebody gets it. The audit only asks whether a call is stored. */
const CHECKED = [
  'access/call-placements.ts',
  'areas/calls/calls.feed.ts',
  'areas/participants/participants.queries.ts',
  'areas/segments/segments.feed.ts',
  'audit/audited-calls.ts',
];

describe('a read without a scope', () => {
  it('is only where each row is checked afterwards', () => {
    const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!\.spec)\.ts$/.test(file),
    );
    const unscoped = files.filter((file) => /\bEVERY_ROW\b/.test(readFileSync(join(sources, file), 'utf8')));
    expect(unscoped.toSorted()).toEqual(CHECKED);
  });
});
