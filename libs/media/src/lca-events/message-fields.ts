import type { JsonObject } from '../json/read-json-object.js';

/** The deepest nesting of a record; AWS's own messages have 8 levels. */
const MAX_DEPTH = 24;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether lists and objects stand in each other more than 24 times. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** Makes the first letter of every key a capital, through objects and not inside lists, as LCA does. */
export const capitalizeKeys = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      isObject(value) ? capitalizeKeys(value) : value,
    ]),
  );

/** The fields of an object. It remembers which of them nobody took, so that no field is dropped unseen. */
export class MessageFields {
  private readonly kept = new Set<string>();
  private readonly children: MessageFields[] = [];

  constructor(private readonly fields: JsonObject) {}

  has(name: string): boolean {
    return this.look(name) !== undefined;
  }

  /** The value of a field, which stays untaken. Undefined if the field is absent or null. */
  look(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? (this.fields[name] ?? undefined) : undefined;
  }

  take(name: string): unknown {
    this.kept.add(name);
    return this.look(name);
  }

  /** Takes a field as `read` understands it. A value that it does not understand stays untaken. */
  takeAs<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = this.look(name);
    const taken = value === undefined ? undefined : read(value);
    if (taken !== undefined) this.kept.add(name);
    return taken;
  }

  /** The object in a field. What nobody takes of it counts as untaken here, too. */
  takeObject(name: string): MessageFields | undefined {
    const value = this.look(name);
    return isObject(value) ? this.takeChild(name, value) : undefined;
  }

  /** Takes a field whose value was read as an object by other means. */
  takeChild(name: string, value: JsonObject): MessageFields {
    this.kept.add(name);
    const child = new MessageFields(value);
    this.children.push(child);
    return child;
  }

  /** The names of the fields that have a value and that nobody took. */
  listUntaken(): readonly string[] {
    const own = Object.keys(this.fields).filter((name) => !this.kept.has(name) && this.has(name));
    return [...own, ...this.children.flatMap((child) => child.listUntaken())];
  }
}
