import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const VALUE_IMPORT = /^import (?!type\b)[^;]* from '(?:@aws-sdk\/|@smithy\/|aws-msk-|kafkajs)/m;

describe('createEventBus', () => {
  it('loads no client library: static imports from them are only imports of types', () => {
    const folder = import.meta.dirname;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    const loading = sources.filter((file) => VALUE_IMPORT.test(readFileSync(join(folder, file), 'utf8')));
    expect(sources.length).toBeGreaterThan(30);
    expect(loading).toEqual([]);
  });
});
