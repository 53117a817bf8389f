import { Kind, type DocumentNode, type FieldNode, type GraphQLError, type OperationDefinitionNode } from 'graphql';
import { inputError } from '../graphql/graphql-errors.js';
import { areSound, fieldsOf, fragmentsOf, type Fragments } from './document-walk.js';
import { QUERY_LIMITS } from './query-limits.js';

/** Refuses what is not short GraphQL text, before anything parses it. */
export function checkText(source: string): GraphQLError | null {
  if (source.length > QUERY_LIMITS.maxQueryLength) {
    return inputError('QUERY_TOO_LARGE', `A query has at most ${QUERY_LIMITS.maxQueryLength} characters.`);
  }
  // The server would also take a document as JSON, which no parser has checked.
  if (!LOOKS_LIKE_GRAPHQL.test(source)) return inputError('GRAPHQL_INVALID', 'This is not a GraphQL document.');
  return null;
}

const LOOKS_LIKE_GRAPHQL = /^[\s,\uFEFF]*(?:#|query\b|mutation\b|subscription\b|fragment\b|\{(?!\s*["}]))/;

/**
 * Refuses documents that are too deep or select too much. Runs before validation, whose own rules take long on exactly
 * these documents; so it must hold for documents that are not valid.
 */
export function checkStructure(document: DocumentNode): GraphQLError | null {
  const fragments = fragmentsOf(document);
  if (!areSound(document, fragments)) return inputError('GRAPHQL_INVALID', 'A fragment is not there, or holds itself.');
  const count = { fields: 0 };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const problem = checkOperation(definition, fragments, count);
    if (problem !== null) return problem;
  }
  return null;
}

function checkOperation(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  count: { fields: number },
): GraphQLError | null {
  const maxRoots = QUERY_LIMITS.maxRootFields[operation.operation];
  let roots = 0;
  for (const field of fieldsOf(operation.selectionSet, fragments)) {
    roots += 1;
    if (roots > maxRoots)
      return inputError('QUERY_TOO_COMPLEX', `At most ${maxRoots} fields at the top of a ${operation.operation}.`);
    const maxDepth = isIntrospection(field) ? QUERY_LIMITS.maxIntrospectionDepth : QUERY_LIMITS.maxDepth;
    const problem = checkField(field, { depth: 1, maxDepth, fragments, count });
    if (problem !== null) return problem;
  }
  return null;
}

interface Walk {
  readonly depth: number;
  readonly maxDepth: number;
  readonly fragments: Fragments;
  readonly count: { fields: number };
}

function checkField(field: FieldNode, walk: Walk): GraphQLError | null {
  walk.count.fields += 1;
  if (walk.count.fields > QUERY_LIMITS.maxFields) {
    return inputError('QUERY_TOO_COMPLEX', `At most ${QUERY_LIMITS.maxFields} fields, fragments written out.`);
  }
  if (walk.depth > walk.maxDepth) return inputError('QUERY_TOO_DEEP', `At most ${walk.maxDepth} levels of fields.`);
  if (field.selectionSet === undefined) return null;
  for (const child of fieldsOf(field.selectionSet, walk.fragments)) {
    const problem = checkField(child, { ...walk, depth: walk.depth + 1 });
    if (problem !== null) return problem;
  }
  return null;
}

const isIntrospection = (field: FieldNode): boolean => field.name.value === '__schema' || field.name.value === '__type';
