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
import type { ClientKey } from '@earshot/hosting';
import { clientError } from '../graphql/client-error.js';
import type { OperationInput } from '../limits/check-cost.js';
import { checkDocumentStructure, checkDocumentText } from '../limits/check-structure.js';
import type { OperationLimits } from '../limits/operation-limits.js';
import { QUERY_LIMITS } from '../limits/query-limits.js';

export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationTypeNode;
}

/** Valid documents that are kept parsed. The web page has a handful. */
const CACHED_DOCUMENTS = 64;

/** Parses and validates the operations that arrive by WebSocket, with the same limits as over HTTP. */
export class OperationPreparer {
  private readonly validDocuments = new BoundedMap<string, DocumentNode>(CACHED_DOCUMENTS);
  private readonly rules;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: OperationLimits,
    options: { introspection: boolean },
  ) {
    this.rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  }

  /** The operation, or the reasons why it is refused. */
  prepareOperation(
    source: string,
    input: OperationInput,
    client: ClientKey,
  ): PreparedOperation | readonly GraphQLError[] {
    const charge = this.limits.chargeRequest(client, source.length);
    if (!('client' in charge)) return [charge];
    const document = this.validDocuments.get(source) ?? this.parseDocument(source);
    if (Array.isArray(document)) return document as readonly GraphQLError[];
    const valid = document as DocumentNode;
    this.validDocuments.set(source, valid);
    const operation = getOperationAST(valid, input.operationName);
    if (!operation) return [clientError('GRAPHQL_INVALID', 'The document has no operation of this name.')];
    const refusal = this.limits.refusalOf(valid, input, charge);
    return refusal === null ? { document: valid, operation: operation.operation } : [refusal];
  }

  private parseDocument(source: string): DocumentNode | readonly GraphQLError[] {
    const unusable = checkDocumentText(source);
    if (unusable !== null) return [unusable];
    try {
      const document = parse(source, { maxTokens: QUERY_LIMITS.maxTokens });
      const tooLarge = checkDocumentStructure(document);
      if (tooLarge !== null) return [tooLarge];
      const problems = validate(this.schema, document, this.rules, { maxErrors: 10 });
      return problems.length > 0 ? problems : document;
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }
}
