import { setImmediate } from 'node:timers/promises';
import { patchBodyValidation, ScimError, scimPatch, type ScimPatchOperation } from 'scim-patch';
import { z } from 'zod';
import { isParsable } from './parse-query.js';
import { ScimRefusal, type ScimType } from './scim-problem.js';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Okta sends up to a thousand members in one operation, Entra ID an operation for each. */
const MAX_OPERATIONS = 1_000;
/** Values that all operations of a PATCH add and remove. The library compares each with each member of a group. */
const MAX_VALUES = 2_000;
/** Others are served between so many. */
const VALUES_AT_A_TIME = 10;
/** Names that lead from a resource to what all objects share. The library follows them. */
const SHARED = /__proto__|constructor|prototype/i;

/** A list of addresses has three. */
const MAX_LEVELS = 6;

const operationSchema = z.object({
  op: z.string().transform((op) => op.toLowerCase()),
  path: z.string().optional(),
  value: z.unknown().optional(),
});
const patchSchema = z.object({
  schemas: z.array(z.string()).refine((schemas) => schemas.includes(PATCH_SCHEMA)),
  Operations: z.array(operationSchema).min(1).max(MAX_OPERATIONS),
});

/**
 * Applies a PATCH (RFC 7644, 3.5.2) to a resource of the caller's own. `names`: attributes with the spelling that the resource
 * has, since letter case does not count. Rejects with `ScimRefusal`. Attributes that Earshot does not know are set as well; the
 * caller drops them.
 */
export async function applyPatch<T extends object>(
  resource: T,
  body: unknown,
  names: readonly string[],
): Promise<Record<string, unknown>> {
  const patch = patchSchema.safeParse(body);
  if (!patch.success) throw new ScimRefusal('invalidSyntax', `A PATCH has 1 to ${MAX_OPERATIONS} operations.`);
  const steps = patch.data.Operations.flatMap((operation) => splitOperation(toSafeOperation(operation, names)));
  if (steps.length > MAX_OPERATIONS + MAX_VALUES / VALUES_AT_A_TIME)
    throw new ScimRefusal('invalidValue', `A PATCH adds and removes at most ${MAX_VALUES} values.`);
  let patched = resource as never;
  for (const step of steps) {
    patched = applyOperation(patched, step) as never;
    await setImmediate();
  }
  return patched;
}

/** Steps of at most `VALUES_AT_A_TIME` values, which have the same effect. A list that replaces another is compared with none. */
function splitOperation(operation: ScimPatchOperation): ScimPatchOperation[] {
  const { op, path, value } = operation as { op: string; path?: string; value?: unknown };
  if (op === 'add' && path === undefined && typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      splitOperation({ op, path: key, value: inner } as ScimPatchOperation),
    );
  if (op === 'replace' || !Array.isArray(value) || value.length <= VALUES_AT_A_TIME) return [operation];
  const starts = Array.from({ length: Math.ceil(value.length / VALUES_AT_A_TIME) }, (_, n) => n * VALUES_AT_A_TIME);
  return starts.map((start) => ({ ...operation, value: value.slice(start, start + VALUES_AT_A_TIME) }) as never);
}

function applyOperation(resource: never, operation: ScimPatchOperation): object {
  try {
    patchBodyValidation({ schemas: [PATCH_SCHEMA], Operations: [operation] });
    return scimPatch(resource, [operation], { mutateDocument: true, treatMissingAsAdd: true });
  } catch (error) {
    if (error instanceof ScimError) throw new ScimRefusal(toScimType(error.scimCode), error.message);
    // The library trips over values of unexpected types.
    throw new ScimRefusal('invalidValue', 'The value of an operation does not fit its path.');
  }
}

const toScimType = (code: string | undefined): ScimType =>
  code === 'noTarget' || code === 'invalidPath' ? code : 'invalidSyntax';

function toSafeOperation(
  { op, path, value }: z.output<typeof operationSchema>,
  names: readonly string[],
): ScimPatchOperation {
  if (op === 'remove' && path === undefined) throw new ScimRefusal('noTarget', 'An operation that removes has a path.');
  if (path !== undefined && (!isParsable(path) || SHARED.test(path)))
    throw new ScimRefusal('invalidPath', 'The path of an operation is none.');
  if (!hasSafeKeys(value)) throw new ScimRefusal('invalidValue', 'A value has an attribute that no resource has.');
  const named = path === undefined ? nameKeys(value, names) : value;
  const where = path !== undefined && { path: nameKey(path, names) };
  return { op, ...where, ...(named !== undefined && { value: named }) } as ScimPatchOperation;
}

function hasSafeKeys(value: unknown, levelsLeft = MAX_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levelsLeft === 0) return false;
  return Object.entries(value).every(([key, inner]) => !SHARED.test(key) && hasSafeKeys(inner, levelsLeft - 1));
}

/** Gives the attributes of an object the spelling of `names`. */
export function nameKeys(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [nameKey(key, names), inner]));
}

/** Gives the attribute with which a path begins the spelling of `names`. */
function nameKey(path: string, names: readonly string[]): string {
  const name = names.find((each) => {
    const follows = path.charAt(each.length);
    return path.slice(0, each.length).toLowerCase() === each.toLowerCase() && !/\w/.test(follows);
  });
  return name === undefined ? path : name + path.slice(name.length);
}
