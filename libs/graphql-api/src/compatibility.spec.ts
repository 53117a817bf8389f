import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, findBreakingChanges, parse, validate } from 'graphql';
import { typeDefs } from './index.js';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../compat', name), 'utf8');

/** The API of the time when a call had a customer and an agent, and nobody else. */
describe('the API for clients from before participants', () => {
  const schema = buildSchema(typeDefs);

  it('has every type, field, argument and enum value of that time', () => {
    expect(findBreakingChanges(buildSchema(read('two-sides.schema.graphql')), schema)).toEqual([]);
  });

  it('takes the operations of the web page of that time', () => {
    const document = parse(read('two-sides.operations.graphql'));
    expect(document.definitions.filter(({ kind }) => kind === 'OperationDefinition')).toHaveLength(7);
    expect(validate(schema, document)).toEqual([]);
  });
});
