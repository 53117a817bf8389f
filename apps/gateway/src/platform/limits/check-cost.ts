import { Kind, getOperationAST, type DocumentNode, type FieldNode, type GraphQLError, type ValueNode } from 'graphql';
import { clientError } from '../graphql/client-error.js';
import { fragmentsOf, walkFields, type Fragments } from './document-walk.js';
import type { QueryCosts } from './query-costs.js';
import { QUERY_LIMITS } from './query-limits.js';

/** What a client sends along with the document. */
export interface OperationInput {
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Refuses an operation whose answer may be too large. The document must be valid. */
export function checkOperationCost(
  document: DocumentNode,
  input: OperationInput,
  costs: QueryCosts,
): GraphQLError | null {
  const cost = operationCost(document, input, costs);
  return cost <= QUERY_LIMITS.maxCost
    ? null
    : clientError(
        'QUERY_TOO_COMPLEX',
        `The operation costs ${cost}. The most is ${QUERY_LIMITS.maxCost}. Ask for smaller pages or fewer fields.`,
      );
}

/** Number of fields that the answer may hold, each times its weight. */
export function operationCost(document: DocumentNode, input: OperationInput, costs: QueryCosts): number {
  const operation = getOperationAST(document, input.operationName);
  if (!operation) return 0;
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      integer(defaultValue),
    ]),
  );
  const walk: CostWalk = { fragments: fragmentsOf(document), variables: { ...defaults, ...input.variables }, costs };
  let cost = 0;
  for (const field of walkFields(operation.selectionSet, walk.fragments)) cost += fieldCost(field, walk, 1);
  return cost;
}

interface CostWalk {
  readonly fragments: Fragments;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly costs: QueryCosts;
}

function fieldCost(field: FieldNode, walk: CostWalk, nodesSize: number): number {
  const name = field.name.value;
  const own = walk.costs.weights?.[name] ?? 1;
  if (field.selectionSet === undefined) return own;
  const paged = pageSize(field, walk);
  let children = 0;
  for (const child of walkFields(field.selectionSet, walk.fragments)) children += fieldCost(child, walk, paged);
  return own + children * (name === 'nodes' ? nodesSize : (walk.costs.listLengths?.[name] ?? 1));
}

/** Length of the `nodes` below this field. The resolver refuses a page that is too large, with a code of its own. */
function pageSize(field: FieldNode, walk: CostWalk): number {
  const paged = walk.costs.pages?.[field.name.value];
  if (paged === undefined) return 1;
  const argument = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  const asked = argument?.kind === Kind.VARIABLE ? walk.variables[argument.name.value] : integer(argument);
  return typeof asked === 'number' && asked >= 1 ? Math.min(asked, paged.max) : paged.default;
}

const integer = (value: ValueNode | undefined): number | undefined =>
  value?.kind === Kind.INT ? Number(value.value) : undefined;
