import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, validate, type DocumentNode } from 'graphql';
import * as api from './index.js';

describe('the generated API', () => {
  it('holds the schema as it is written', () => {
    expect(api.typeDefs.trim()).toBe(readFileSync(join(import.meta.dirname, 'schema/earshot.graphql'), 'utf8').trim());
  });

  it('has operations that the schema answers', () => {
    const schema = buildSchema(api.typeDefs);
    const documents = Object.entries(api).filter(([name]) => name.endsWith('Document')) as [string, unknown][];
    expect(documents.length).toBeGreaterThan(5);
    for (const [name, document] of documents)
      expect([name, validate(schema, document as DocumentNode)]).toEqual([name, []]);
  });
});
