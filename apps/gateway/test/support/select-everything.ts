import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Every root field, as `Query.calls`. */
export const rootFieldsOf = (schema: GraphQLSchema): string[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
  );

/**
 * Selects every field of a type and of the types below it, so that a new field is part of every test that uses it. Throws for a
 * field that needs arguments.
 */
export function selectEverything(schema: GraphQLSchema, typeName: string): string {
  const type = schema.getType(typeName);
  if (type === undefined) throw new Error(`The schema has no type ${typeName}.`);
  return selectionOf(type, []);
}

function selectionOf(type: GraphQLNamedType, above: readonly string[]): string {
  if (isLeafType(type)) return '';
  if (!isObjectType(type)) throw new Error(`The selection of ${type.name} is not written yet.`);
  const fields = Object.values(type.getFields()).flatMap((field) => selectField(type.name, field, above));
  return `{ ${fields.join(' ')} }`;
}

function selectField(
  typeName: string,
  { name, type, args }: GraphQLField<unknown, unknown>,
  above: readonly string[],
): string[] {
  if (args.some(isRequiredArgument)) throw new Error(`${typeName}.${name} needs arguments.`);
  const named = getNamedType(type);
  if (above.includes(named.name)) return [];
  return [`${name} ${selectionOf(named, [...above, typeName])}`];
}
