import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isObjectType, lexicographicSortSchema, printSchema, validate, type DocumentNode } from 'graphql';
import * as api from './index.js';

describe('the generated API', () => {
  it('has the schema of every .graphql file of the folder', () => {
    const folder = join(import.meta.dirname, 'schema');
    const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
    expect(files.length).toBeGreaterThan(4);
    const written = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const sorted = (sdl: string) => printSchema(lexicographicSortSchema(buildSchema(sdl)));
    expect(sorted(api.typeDefs)).toBe(sorted(written));
  });

  it('describes every query, mutation and subscription', () => {
    const types = Object.values(buildSchema(api.typeDefs).getTypeMap()).filter(isObjectType);
    const roots = types.filter(({ name }) => ['Query', 'Mutation', 'Subscription'].includes(name));
    const undescribed = roots.flatMap((root) =>
      Object.values(root.getFields()).flatMap((field) => (field.description ? [] : [`${root.name}.${field.name}`])),
    );
    expect(undescribed).toEqual([]);
  });

  it('has operations that fit the schema', () => {
    const schema = buildSchema(api.typeDefs);
    const documents = Object.entries(api).filter(([name]) => name.endsWith('Document')) as [string, unknown][];
    expect(documents.length).toBeGreaterThan(5);
    for (const [name, document] of documents)
      expect([name, validate(schema, document as DocumentNode)]).toEqual([name, []]);
  });
});
