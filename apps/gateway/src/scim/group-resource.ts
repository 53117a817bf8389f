import { isPrintable } from '@earshot/contracts';
import type { Group, GroupName } from '@earshot/ports';
import { z } from 'zod';
import { nameKeys } from './apply-patch.js';
import { metaOf, type ScimResource } from './scim-resource.js';
import { unusableValue } from './user-resource.js';

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const groupAttributes = ['displayName', 'externalId', 'members'];
const MAX_MEMBERS = 20_000;

const text = z.string().max(256).refine(isPrintable);
const groupSchema = z.object({
  displayName: text.trim().min(1),
  externalId: text.nullish(),
  members: z
    .array(z.object({ value: text }))
    .max(MAX_MEMBERS)
    .nullish(),
});

/** What the provider says of a group. `members`: ids of accounts, each once. */
export interface DescribedGroup extends Pick<Group, 'name' | 'externalId'> {
  readonly members: ReadonlySet<string>;
}

/** Reads a whole resource. Throws `ScimRefusal`. */
export function readGroup(body: unknown): DescribedGroup {
  const read = groupSchema.safeParse(nameKeys(body, groupAttributes));
  if (!read.success) throw unusableValue(read.error);
  const { displayName: name, externalId, members } = read.data;
  return { name, externalId: externalId || null, members: new Set(members?.map(({ value }) => value)) };
}

/** A group as SCIM shows it. `members`: null for a client that leaves them out. */
export function showGroup(group: Group, members: readonly GroupName[] | null, baseUrl: string): ScimResource {
  const { id, name, externalId } = group;
  const shown = members?.map((member) => ({
    ...{ value: member.id, display: member.name, $ref: `${baseUrl}/Users/${member.id}` },
  }));
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...(externalId !== null && { externalId }),
    displayName: name,
    ...(shown && { members: shown }),
    meta: metaOf('Group', group, baseUrl),
  };
}

/** A group as PATCH changes it: members are compared by their ids alone. */
export const describeForPatch = ({ name, externalId }: Group, members: readonly string[]): object => ({
  schemas: [GROUP_SCHEMA],
  displayName: name,
  externalId,
  members: members.map((value) => ({ value })),
});
