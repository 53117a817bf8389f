import { z } from 'zod';
import { httpUrl, listOfSetting, optionalTextSetting } from '@earshot/contracts';
import { roles, type Role } from '@earshot/domain';
import { Failure } from '@earshot/ports';

/** `group=supervisor,other=admin`. The last `=` divides, because some providers have it in the names of groups. */
const ENTRY = /^(.+)=([^=]+)$/;
const roleOf = (name: string): Role | undefined => roles.find((role) => role === name.toUpperCase());

/** A setting that gives each value of a claim what it stands for. `expected`: how an entry looks. */
const mappingSetting = <To extends string>(parse: (text: string) => To | undefined, expected: string) =>
  listOfSetting(z.string()).transform((entries, context): readonly ClaimGrant<To>[] =>
    entries.flatMap((entry) => {
      const [, value, text] = ENTRY.exec(entry) ?? [];
      const grants = text === undefined ? undefined : parse(text.trim());
      if (value !== undefined && grants !== undefined) return [{ value: value.trim(), grants }];
      context.addIssue({ code: 'custom', message: `expected ${expected}, separated by commas` });
      return [];
    }),
  );

/** The roles of groups: `quality=supervisor,it-staff=admin`. */
export const groupRolesSetting = mappingSetting(roleOf, `GROUP=ROLE, with a role of ${roles.join(', ').toLowerCase()}`);

/** Who has `value` in a claim gets what it grants. */
export interface ClaimGrant<To extends string> {
  readonly value: string;
  readonly grants: To;
}

/** The settings of single sign-on. A process spreads `.shape` into its own schema. */
export const oidcConfigSchema = z.object({
  EARSHOT_OIDC_ISSUER: z
    .url(httpUrl)
    .optional()
    .describe(
      'The OpenID Connect provider: its issuer, as its /.well-known/openid-configuration names it. Needed with EARSHOT_AUTH=oidc. Plain http:// only on loopback.',
    ),
  EARSHOT_OIDC_CLIENT_ID: optionalTextSetting.describe(
    'The id of Earshot at the provider. Needed with EARSHOT_AUTH=oidc.',
  ),
  EARSHOT_OIDC_AUDIENCE: listOfSetting(z.string()).describe(
    'Audiences of the access tokens that Earshot takes as Authorization: Bearer, separated by commas. An access token of Amazon Cognito has none: name the id of its client. Empty: Earshot takes no access tokens.',
  ),
  EARSHOT_OIDC_ROLES_CLAIM: z
    .string()
    .trim()
    .min(1)
    .default('groups')
    .describe(
      'The claim with the groups or roles of a person, e.g. cognito:groups. Dots lead into objects: realm_access.roles.',
    ),
  EARSHOT_OIDC_ROLES: groupRolesSetting.describe(
    'The roles of groups, separated by commas: quality=supervisor,it-staff=admin. Nobody has a role that no entry gives.',
  ),
  EARSHOT_OIDC_TEAMS_CLAIM: optionalTextSetting.describe(
    'The claim with the teams of a person. With it, a supervisor or analyst without any team and queue sees nothing. Without this setting and EARSHOT_OIDC_QUEUES_CLAIM, they see all calls.',
  ),
  EARSHOT_OIDC_QUEUES_CLAIM: optionalTextSetting.describe(
    'The claim with the queues of a person. See EARSHOT_OIDC_TEAMS_CLAIM.',
  ),
  EARSHOT_OIDC_AGENT_CLAIM: optionalTextSetting.describe(
    'The claim with the id of an agent, as sources send it. An agent sees the calls with this id.',
  ),
  EARSHOT_OIDC_ALLOWED_EMAIL_DOMAINS: listOfSetting(z.string().toLowerCase()).describe(
    'Domains of e-mail addresses, separated by commas. With it, only people are let in whose token has an address of one of them that the provider has verified. Empty: all domains.',
  ),
  EARSHOT_OIDC_EXTERNAL_ID_CLAIM: z
    .string()
    .trim()
    .min(1)
    .default('sub')
    .describe(
      'The claim of ID tokens and access tokens with the id that the provider sends as externalId when it provisions people over SCIM: sub for Okta, oid for Entra ID.',
    ),
  EARSHOT_OIDC_SOURCES: mappingSetting((text) => text.toLowerCase(), 'SCOPE=SOURCE, such as calls/send=lca').describe(
    'Which access tokens may send calls: a scope or a group, and the source that it may use, e.g. calls/send=lca. Empty: none.',
  ),
});

export type OidcConfig = z.infer<typeof oidcConfigSchema>;

/** How claims become rights. */
export interface ClaimRules {
  readonly rolesClaim: string;
  readonly roles: readonly ClaimGrant<Role>[];
  readonly sources: readonly ClaimGrant<string>[];
  readonly teamsClaim: string | undefined;
  readonly queuesClaim: string | undefined;
  readonly agentClaim: string | undefined;
  /** What provisioning sends as `externalId`. */
  readonly externalIdClaim: string;
  /** In lower case. Empty: every domain, also unverified. */
  readonly emailDomains: readonly string[];
}

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Audiences of accepted access tokens. */
  readonly audiences: readonly string[];
  readonly rules: ClaimRules;
}

/** The settings, complete. Throws `Failure` `SETTING_INVALID`, which names the variable that is missing or unsafe. */
export function oidcSettings(config: OidcConfig): OidcSettings {
  const issuer = required(config, 'EARSHOT_OIDC_ISSUER');
  if (!isSafeIssuer(new URL(issuer)))
    throw new Failure('SETTING_INVALID', 'EARSHOT_OIDC_ISSUER: needs https:// unless the provider is on this machine');
  return {
    issuer,
    clientId: required(config, 'EARSHOT_OIDC_CLIENT_ID'),
    audiences: config.EARSHOT_OIDC_AUDIENCE,
    rules: {
      rolesClaim: config.EARSHOT_OIDC_ROLES_CLAIM,
      roles: config.EARSHOT_OIDC_ROLES,
      sources: config.EARSHOT_OIDC_SOURCES,
      teamsClaim: config.EARSHOT_OIDC_TEAMS_CLAIM,
      queuesClaim: config.EARSHOT_OIDC_QUEUES_CLAIM,
      agentClaim: config.EARSHOT_OIDC_AGENT_CLAIM,
      externalIdClaim: config.EARSHOT_OIDC_EXTERNAL_ID_CLAIM,
      emailDomains: config.EARSHOT_OIDC_ALLOWED_EMAIL_DOMAINS,
    },
  };
}

function required(config: OidcConfig, variable: 'EARSHOT_OIDC_ISSUER' | 'EARSHOT_OIDC_CLIENT_ID'): string {
  const value = config[variable];
  if (value === undefined) throw new Failure('SETTING_INVALID', `${variable}: needed with EARSHOT_AUTH=oidc`);
  return value;
}

/** Whoever sits between the provider and Earshot on plain HTTP could send keys of their own. */
const isSafeIssuer = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
