import { Kind, getOperationAST, type DocumentNode, type FieldNode, type GraphQLError, type ValueNode } from 'graphql';
import { inputError } from '../graphql/graphql-errors.js';
import { fieldsOf, fragmentsOf, type Fragments } from './document-walk.js';
import { FIELD_WEIGHTS, LIST_SIZES, PAGED_FIELDS, QUERY_LIMITS } from './query-limits.js';

/** What a client sent beside the document. */
export interface OperationInput {
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Refuses an operation whose fields, times the sizes of the lists around them, are too many. For valid documents. */
export function checkCost(document: DocumentNode, input: OperationInput): GraphQLError | null {
  const cost = operationCost(document, input);
  return cost <= QUERY_LIMITS.maxCost
    ? null
    : inputError(
        'QUERY_TOO_COMPLEX',
        `This costs ${cost}; at most ${QUERY_LIMITS.maxCost}. Ask for smaller pages or fewer fields.`,
      );
}

/** Fields that the answer may hold, the ones that ask the store weighing more. */
export function operationCost(document: DocumentNode, input: OperationInput): number {
  const operation = getOperationAST(document, input.operationName);
  if (!operation) return 0;
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      integer(defaultValue),
    ]),
  );
  const walk: CostWalk = { fragments: fragmentsOf(document), variables: { ...defaults, ...input.variables } };
  let cost = 0;
  for (const field of fieldsOf(operation.selectionSet, walk.fragments)) cost += fieldCost(field, walk, 1);
  return cost;
}

interface CostWalk {
  readonly fragments: Fragments;
  readonly variables: Readonly<Record<string, unknown>>;
}

function fieldCost(field: FieldNode, walk: CostWalk, nodesSize: number): number {
  const name = field.name.value;
  const own = FIELD_WEIGHTS[name] ?? 1;
  if (field.selectionSet === undefined) return own;
  const paged = pageSize(field, walk);
  let children = 0;
  for (const child of fieldsOf(field.selectionSet, walk.fragments)) children += fieldCost(child, walk, paged);
  return own + children * (name === 'nodes' ? nodesSize : (LIST_SIZES[name] ?? 1));
}

/** The length that `nodes` below this field will have. A page too large is the resolver's to refuse, with its own code. */
function pageSize(field: FieldNode, walk: CostWalk): number {
  const paged = PAGED_FIELDS[field.name.value];
  if (paged === undefined) return 1;
  const argument = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  const asked = argument?.kind === Kind.VARIABLE ? walk.variables[argument.name.value] : integer(argument);
  return typeof asked === 'number' && asked >= 1 ? Math.min(asked, paged.max) : paged.default;
}

const integer = (value: ValueNode | undefined): number | undefined =>
  value?.kind === Kind.INT ? Number(value.value) : undefined;
