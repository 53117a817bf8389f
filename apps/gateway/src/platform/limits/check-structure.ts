import { Kind, type DocumentNode, type FieldNode, type GraphQLError, type OperationDefinitionNode } from 'graphql';
import { clientError } from '../graphql/client-error.js';
import { areFragmentsSound, fragmentsOf, walkFields, type Fragments } from './document-walk.js';
import { QUERY_LIMITS } from './query-limits.js';

/** Refuses text that is too long or is not GraphQL, before it is parsed. */
export function checkDocumentText(source: string): GraphQLError | null {
  if (source.length > QUERY_LIMITS.maxQueryLength) {
    return clientError('QUERY_TOO_LARGE', `A query has at most ${QUERY_LIMITS.maxQueryLength} characters.`);
  }
  // Mercurius also accepts a document as JSON, which no parser has checked.
  if (!LOOKS_LIKE_GRAPHQL.test(source)) return clientError('GRAPHQL_INVALID', 'This is not a GraphQL document.');
  return null;
}

const LOOKS_LIKE_GRAPHQL = /^[\s,\uFEFF]*(?:#|query\b|mutation\b|subscription\b|fragment\b|\{(?!\s*["}]))/;

/**
 * Refuses documents that nest too deeply or select too much. It runs before GraphQL's validation, because validation
 * takes long on exactly these documents. So the document may be invalid here.
 */
export function checkDocumentStructure(document: DocumentNode): GraphQLError | null {
  const fragments = fragmentsOf(document);
  if (!areFragmentsSound(document, fragments))
    return clientError('GRAPHQL_INVALID', 'A fragment is missing or contains itself.');
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
  for (const field of walkFields(operation.selectionSet, fragments)) {
    roots += 1;
    if (roots > maxRoots)
      return clientError(
        'QUERY_TOO_COMPLEX',
        `A ${operation.operation} has at most ${maxRoots} fields at its top level.`,
      );
    const maxDepth = isIntrospection(field) ? QUERY_LIMITS.maxIntrospectionDepth : QUERY_LIMITS.maxDepth;
    const problem = checkField(field, { depth: 1, maxDepth, fragments, count });
    if (problem !== null) return problem;
  }
  return null;
}

interface StructureWalk {
  readonly depth: number;
  readonly maxDepth: number;
  readonly fragments: Fragments;
  readonly count: { fields: number };
}

function checkField(field: FieldNode, walk: StructureWalk): GraphQLError | null {
  walk.count.fields += 1;
  if (walk.count.fields > QUERY_LIMITS.maxFields) {
    return clientError(
      'QUERY_TOO_COMPLEX',
      `A document selects at most ${QUERY_LIMITS.maxFields} fields, with fragments expanded.`,
    );
  }
  if (walk.depth > walk.maxDepth)
    return clientError('QUERY_TOO_DEEP', `Fields nest at most ${walk.maxDepth} levels deep.`);
  if (field.selectionSet === undefined) return null;
  for (const child of walkFields(field.selectionSet, walk.fragments)) {
    const problem = checkField(child, { ...walk, depth: walk.depth + 1 });
    if (problem !== null) return problem;
  }
  return null;
}

const isIntrospection = (field: FieldNode): boolean => field.name.value === '__schema' || field.name.value === '__type';
