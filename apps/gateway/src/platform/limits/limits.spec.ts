import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, isListType, getNullableType, isObjectType, parse } from 'graphql';
import {
  CallByIdDocument,
  CallListDocument,
  CallSegmentsDocument,
  SegmentChangedDocument,
  typeDefs,
} from '@earshot/graphql-api';
import * as areas from '../../areas/index.js';
import type { Area } from '../../areas/area.js';
import { checkOperationCost, operationCost } from './check-cost.js';
import { checkDocumentStructure, checkDocumentText } from './check-structure.js';
import { mergeCosts } from './query-costs.js';
import { QUERY_LIMITS } from './query-limits.js';

const costs = mergeCosts(Object.values<Area>(areas).map((area) => area.costs ?? {}));

const structure = (text: string) => checkDocumentStructure(parse(text))?.extensions['code'] ?? null;
const cost = (text: string, variables: Record<string, unknown> = {}) =>
  operationCost(parse(text), { variables }, costs);

describe('checkDocumentText', () => {
  it.each(['{ a }', 'query Q { a }', '# note\nquery { a }', '\uFEFF{a}', ' , fragment F on Call { id }'])(
    'accepts %j',
    (text) => {
      expect(checkDocumentText(text)).toBeNull();
    },
  );

  it.each(['{"kind":"Document"}', '{}', '[]', 'null', 'true', '1', ''])('refuses %j', (text) => {
    expect(checkDocumentText(text)?.extensions['code']).toBe('GRAPHQL_INVALID');
  });
});

describe('checkDocumentStructure', () => {
  it('counts the levels of nested fields through fragments', () => {
    const nested = (levels: number): string => (levels === 0 ? 'x' : `a { ${nested(levels - 1)} }`);
    expect(structure(`{ ${nested(QUERY_LIMITS.maxDepth - 1)} }`)).toBeNull();
    expect(structure(`{ ${nested(QUERY_LIMITS.maxDepth)} }`)).toBe('QUERY_TOO_DEEP');
    expect(structure(`{ a { ...F } } fragment F on T { ${nested(QUERY_LIMITS.maxDepth - 1)} }`)).toBe('QUERY_TOO_DEEP');
  });

  it('counts fields through fragments and aliases', () => {
    const aliases = Array.from({ length: 400 }, (_, n) => `a${n}: id`).join(' ');
    expect(structure(`{ c { ${aliases} } }`)).toBeNull();
    expect(structure(`{ c { ...F ...F } } fragment F on T { ${aliases} }`)).toBe('QUERY_TOO_COMPLEX');
  });

  it('stops early at fragments that double at each level', () => {
    const bomb = Array.from({ length: 60 }, (_, n) => `fragment F${n} on T { ...F${n + 1} ...F${n + 1} }`).join(' ');
    expect(structure(`{ a { ...F0 } } ${bomb} fragment F60 on T { id }`)).toBe('QUERY_TOO_COMPLEX');
  });

  it('refuses fragments that contain themselves or a missing fragment', () => {
    expect(structure('{ a { ...F } } fragment F on T { id ...G } fragment G on T { ...F }')).toBe('GRAPHQL_INVALID');
    const doubling = (last: string) =>
      `{ a { ...F0 } } ${Array.from({ length: 99 }, (_, n) => `fragment F${n} on T { ...F${n + 1} ...F${n + 1} }`).join(' ')} fragment F99 on T { ${last} }`;
    expect(structure(doubling('...F0 ...F0'))).toBe('GRAPHQL_INVALID');
    expect(structure(doubling('...NotThere'))).toBe('GRAPHQL_INVALID');
  });

  it('limits the fields at the top level', () => {
    const fields = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: f`).join(' ');
    expect(structure(`{ ${fields(20)} }`)).toBeNull();
    expect(structure(`{ ${fields(21)} }`)).toBe('QUERY_TOO_COMPLEX');
    expect(structure(`mutation { ${fields(6)} }`)).toBe('QUERY_TOO_COMPLEX');
  });

  it('allows introspection', () => {
    expect(structure(getIntrospectionQuery())).toBeNull();
  });
});

describe('operationCost', () => {
  it('multiplies by the page size, which is a literal, a variable or the default', () => {
    const page = (size: number) => 50 + 1 + size * 1;
    expect(cost('{ calls(first: 10) { nodes { id } } }')).toBe(page(10));
    expect(cost('query ($n: Int!) { calls(first: $n) { nodes { id } } }', { n: 40 })).toBe(page(40));
    expect(cost('query ($n: Int! = 30) { calls(first: $n) { nodes { id } } }')).toBe(page(30));
    expect(cost('{ calls { nodes { id } } }')).toBe(page(25));
    expect(cost('{ calls(first: 1000000) { nodes { id } } }')).toBe(page(100));
  });

  it('refuses large pages within large pages', () => {
    const nested = (calls: number, segments: number) =>
      checkOperationCost(
        parse(`{ calls(first: ${calls}) { nodes { segments(first: ${segments}) { nodes { id text } } } } }`),
        {},
        costs,
      );
    expect(nested(100, 20)).toBeNull();
    expect(nested(100, 500)?.extensions['code']).toBe('QUERY_TOO_COMPLEX');
  });

  it('allows the operations of the web page with the largest pages', () => {
    for (const [document, first] of [
      [CallListDocument, 100],
      [CallByIdDocument, 0],
      [CallSegmentsDocument, 500],
      [SegmentChangedDocument, 0],
    ] as const) {
      expect(checkDocumentStructure(document)).toBeNull();
      expect(checkOperationCost(document, { variables: { first } }, costs)).toBeNull();
    }
  });

  it('has a length for every list of the schema', () => {
    const lists = Object.values(buildSchema(typeDefs).getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []))
      .filter((field) => isListType(getNullableType(field.type)))
      .map((field) => field.name);
    expect([...new Set(lists)].filter((name) => name !== 'nodes').sort()).toEqual(
      Object.keys(costs.listLengths).sort(),
    );
  });
});
