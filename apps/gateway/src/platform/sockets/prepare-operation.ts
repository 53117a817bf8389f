import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationTypeNode,
} from 'graphql';
import { BoundedMap } from '@earshot/domain';
import { inputError } from '../graphql/graphql-errors.js';
import { checkCost, type OperationInput } from '../limits/check-cost.js';
import { checkStructure, checkText } from '../limits/check-structure.js';
import { QUERY_LIMITS } from '../limits/query-limits.js';

export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationTypeNode;
}

/** Documents kept; the web page has a handful. */
const CACHED_DOCUMENTS = 64;

/** Parses, bounds and validates documents that come by socket, with the limits that hold for HTTP. */
export class OperationPreparer {
  private readonly valid = new BoundedMap<string, DocumentNode>(CACHED_DOCUMENTS);
  private readonly rules;

  constructor(
    private readonly schema: GraphQLSchema,
    options: { introspection: boolean },
  ) {
    this.rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  }

  /** The operation, or why it is refused. */
  prepare(source: string, input: OperationInput): PreparedOperation | readonly GraphQLError[] {
    const document = this.valid.get(source) ?? this.parse(source);
    if (Array.isArray(document)) return document as readonly GraphQLError[];
    const valid = document as DocumentNode;
    this.valid.set(source, valid);
    const operation = getOperationAST(valid, input.operationName);
    if (!operation) return [inputError('GRAPHQL_INVALID', 'The document has no such operation.')];
    const tooCostly = checkCost(valid, input);
    return tooCostly === null ? { document: valid, operation: operation.operation } : [tooCostly];
  }

  private parse(source: string): DocumentNode | readonly GraphQLError[] {
    const unusable = checkText(source);
    if (unusable !== null) return [unusable];
    try {
      const document = parse(source, { maxTokens: QUERY_LIMITS.maxTokens });
      const tooLarge = checkStructure(document);
      if (tooLarge !== null) return [tooLarge];
      const problems = validate(this.schema, document, this.rules, { maxErrors: 10 });
      return problems.length > 0 ? problems : document;
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }
}
