import { isPrintable } from '@earshot/contracts';
import type { Principal, Role } from '@earshot/domain';
import type { ProvenPerson } from '../people/find-provisioned-user.js';
import type { ClaimGrant, ClaimRules } from './oidc.config.js';

/** The claims of a token whose signature, issuer and times were verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** What the claims of a token give. */
export type ClaimedAccess = Pick<Principal, 'roles' | 'teams' | 'queues' | 'agentId' | 'sources'>;

/** Values of one claim that are read. A person with more groups than this has only those that come first. */
const MAX_VALUES = 1_000;
/** Teams and queues become part of every statement that reads calls. */
const MAX_GROUPS = 200;
const MAX_VALUE_LENGTH = 128;
/** Without a team and a queue, these roles reach all calls. */
const rolesOfGroups: readonly Role[] = ['SUPERVISOR', 'ANALYST'];

/** Gives only what the rules name. A claim of an unexpected type gives nothing. */
export function mapClaims(claims: Claims, rules: ClaimRules): ClaimedAccess {
  const held = new Set(readValues(claims, rules.rolesClaim));
  const scopes = new Set([...readScopes(claims), ...held]);
  const teams = readValues(claims, rules.teamsClaim).slice(0, MAX_GROUPS);
  const queues = readValues(claims, rules.queuesClaim).slice(0, MAX_GROUPS);
  const hasGroupClaims = rules.teamsClaim !== undefined || rules.queuesClaim !== undefined;
  const lacksGroups = hasGroupClaims && teams.length === 0 && queues.length === 0;
  const roles = grantsOf(held, rules.roles).filter((role) => !lacksGroups || !rolesOfGroups.includes(role));
  const [agentId = null] = readValues(claims, rules.agentClaim);
  return { roles, teams, queues, agentId, sources: grantsOf(scopes, rules.sources) };
}

/** Whether the provider has verified an e-mail address of an allowed domain; true where every domain is allowed. */
export function hasAllowedEmail(claims: Claims, { emailDomains }: ClaimRules): boolean {
  if (emailDomains.length === 0) return true;
  const email = verifiedEmailOf(claims);
  if (email === null) return false;
  const at = email.lastIndexOf('@');
  return at > 0 && emailDomains.includes(email.slice(at + 1).toLowerCase());
}

/** The address that the provider has verified; null for none. Another one may belong to somebody else. */
export const verifiedEmailOf = (claims: Claims): string | null =>
  typeof claims.email === 'string' && hasVerifiedEmail(claims) ? claims.email : null;

/** How provisioning may know the person. */
export function provenPersonOf(claims: Claims, { externalIdClaim }: Pick<ClaimRules, 'externalIdClaim'>): ProvenPerson {
  const id = claims[externalIdClaim];
  return { providerId: typeof id === 'string' ? id : null, verifiedEmail: verifiedEmailOf(claims) };
}

/** Cognito sends the text "true". */
const hasVerifiedEmail = ({ email_verified: isVerified }: Claims): boolean =>
  isVerified === true || isVerified === 'true';

/** A name for the people who read the audit. Nobody can take the address of another person: an unverified one does not count. */
export function nameOf(claims: Claims, fallback: string): string {
  const { email, preferred_username: userName, username, name } = claims;
  const names = [hasVerifiedEmail(claims) ? email : undefined, userName, username, name];
  return names.find((text): text is string => typeof text === 'string' && isUsable(text)) ?? fallback;
}

/** The name that others read; null if the provider gives none. */
export const displayNameOf = ({ name }: Claims): string | null =>
  typeof name === 'string' && isUsable(name) ? name : null;

/** OAuth has scopes as one text, some providers as a list under another name. */
const readScopes = ({ scope, scp }: Claims): readonly string[] =>
  [scope, scp].flatMap((scopes) => (typeof scopes === 'string' ? scopes.split(' ') : listOf(scopes)));

const readValues = (claims: Claims, path: string | undefined): readonly string[] =>
  path === undefined ? [] : listOf(readPath(claims, path));

/** A claim of this name, or else the value in objects to which its dots lead. */
function readPath(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  const [first, ...rest] = path.split('.');
  const inner = first === undefined || !Object.hasOwn(claims, first) ? undefined : claims[first];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return rest.length > 0 && isObject ? readPath(inner as Claims, rest.join('.')) : undefined;
}

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value.slice(0, MAX_VALUES) : [value]).filter(
    (item): item is string => typeof item === 'string' && isUsable(item),
  );

const isUsable = (text: string): boolean => text !== '' && text.length <= MAX_VALUE_LENGTH && isPrintable(text);

const grantsOf = <To extends string>(held: ReadonlySet<string>, grants: readonly ClaimGrant<To>[]): readonly To[] => [
  ...new Set(grants.filter(({ value }) => held.has(value)).map((grant) => grant.grants)),
];
