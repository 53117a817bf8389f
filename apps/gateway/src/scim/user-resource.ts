import { isPrintable } from '@earshot/contracts';
import type { ProvisionedUser } from '@earshot/ports';
import { z } from 'zod';
import type { GatewayConfig } from '../gateway.config.js';
import { nameKeys } from './apply-patch.js';
import { ScimRefusal } from './scim-problem.js';
import { metaOf, type ScimResource } from './scim-resource.js';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Attributes of a person that Earshot knows. It forgets every other one, such as telephone numbers and home addresses. */
export const userAttributes = [
  ...['userName', 'externalId', 'displayName', 'name', 'emails', 'active'],
  ENTERPRISE_SCHEMA,
];

const MAX_EMAILS = 20;
const text = z.string().max(256).refine(isPrintable);
/** Entra ID sends truth values as the texts "True" and "False". */
const truth = z.preprocess(
  (value) => (typeof value === 'string' ? { true: true, false: false }[value.toLowerCase()] : value),
  z.boolean(),
);
const profileSchema = z.object({
  displayName: text.nullish(),
  name: z.object({ formatted: text.nullish(), givenName: text.nullish(), familyName: text.nullish() }).nullish(),
  emails: z
    .array(z.object({ value: text, type: text.nullish(), primary: truth.nullish() }))
    .max(MAX_EMAILS)
    .nullish(),
  [ENTERPRISE_SCHEMA]: z.object({ employeeNumber: text.nullish() }).nullish(),
});
const userSchema = profileSchema.extend({
  userName: text.min(1),
  externalId: text.nullish(),
  active: truth.default(true),
});

/** What the provider says of a person. */
export interface DescribedUser {
  readonly name: string;
  readonly displayName: string | null;
  readonly state: 'ACTIVE' | 'DISABLED';
  readonly externalId: string | null;
  /** The id of the agent; undefined if the provider does not say it. */
  readonly agentId: string | null | undefined;
  /** What the provider reads back. */
  readonly attributes: z.output<typeof profileSchema>;
}

/** Reads a whole resource. Throws `ScimRefusal`. */
export function readUser(body: unknown, agentIdFrom: GatewayConfig['EARSHOT_SCIM_AGENT_ID']): DescribedUser {
  const read = userSchema.safeParse(nameKeys(body, userAttributes));
  if (!read.success) throw unusableValue(read.error);
  const { userName, externalId = null, active, ...attributes } = read.data;
  const agentIds = {
    userName,
    externalId,
    employeeNumber: attributes[ENTERPRISE_SCHEMA]?.employeeNumber || null,
    none: undefined,
  };
  return {
    name: userName.trim(),
    displayName: displayNameOf(attributes),
    state: active ? 'ACTIVE' : 'DISABLED',
    externalId: externalId || null,
    agentId: agentIds[agentIdFrom],
    attributes,
  };
}

/** Some providers send only the parts of a name. */
function displayNameOf({ displayName, name }: z.output<typeof profileSchema>): string | null {
  const parts = [name?.givenName, name?.familyName].filter(Boolean).join(' ');
  return displayName || name?.formatted || parts || null;
}

/** Names the first attribute that does not fit. */
export function unusableValue({ issues: [issue] }: z.ZodError): ScimRefusal {
  const path = issue?.path.join('.') || 'The body';
  return new ScimRefusal('invalidValue', `${path} is missing, or has a value that Earshot cannot take.`);
}

/** A person as SCIM shows it. `baseUrl`: where SCIM is served. */
export function showUser({ user, externalId, attributes, groups }: ProvisionedUser, baseUrl: string): ScimResource {
  const { displayName = user.displayName, ...others } = attributes;
  const hasExtension = Object.hasOwn(attributes, ENTERPRISE_SCHEMA);
  return {
    schemas: [USER_SCHEMA, ...(hasExtension ? [ENTERPRISE_SCHEMA] : [])],
    id: user.id,
    ...(externalId !== null && { externalId }),
    userName: user.name,
    ...(displayName !== null && { displayName }),
    ...others,
    active: user.state === 'ACTIVE',
    groups: groups.map(({ id, name }) => ({ value: id, display: name, $ref: `${baseUrl}/Groups/${id}` })),
    meta: metaOf('User', user, baseUrl),
  };
}
