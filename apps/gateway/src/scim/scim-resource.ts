import type { ProvisionedPage } from '@earshot/ports';
import type { ScimPage } from './parse-query.js';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** A user or a group as SCIM shows it. */
export type ScimResource = Readonly<Record<string, unknown>> & { readonly id: string };

export const metaOf = (
  resourceType: 'User' | 'Group',
  { id, createdAtMs }: { readonly id: string; readonly createdAtMs: number },
  baseUrl: string,
): object => ({
  resourceType,
  created: new Date(createdAtMs).toISOString(),
  location: `${baseUrl}/${resourceType}s/${id}`,
});

/** A page of resources as SCIM shows it. */
export const showList = (resources: readonly object[], total: number, startIndex = 1): object => ({
  schemas: [LIST_SCHEMA],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

export const showPage = <T>(
  { items, total }: ProvisionedPage<T>,
  { startIndex }: ScimPage,
  show: (item: T) => object,
): object => showList(items.map(show), total, startIndex);

/** What every answer has, whatever the client chose. */
const ALWAYS = ['schemas', 'id', 'meta'];

/** The attributes that a client chose with `attributes` or `excludedAttributes`. Sub-attributes come with their whole attribute. */
export function chooseAttributes(resource: ScimResource, given: Readonly<Record<string, unknown>>): object {
  const chosen = Object.entries(resource).filter(([name]) => ALWAYS.includes(name) || !leavesOut(name, given));
  return Object.fromEntries(chosen);
}

/** Whether a client said that it does not need an attribute, so that nobody has to read it. */
export function leavesOut(name: string, given: Readonly<Record<string, unknown>>): boolean {
  const wanted = namesIn(given.attributes);
  return wanted.length > 0 ? !isIn(wanted, name) : isIn(namesIn(given.excludedAttributes), name);
}

const isIn = (names: readonly string[], name: string): boolean => names.includes(name.toLowerCase());

const namesIn = (text: unknown): string[] =>
  typeof text !== 'string' ? [] : text.split(',').map((name) => name.trim().split('.', 1)[0]?.toLowerCase() ?? '');
