import { readFileSync } from 'node:fs';
import { httpUrl, optionalTextSetting } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { z } from 'zod';
import { oidcConfigSchema } from './oidc.config.js';

/** The settings with which people sign in at a provider. The gateway spreads `.shape` into its own schema. */
export const singleSignOnConfigSchema = z.object({
  ...oidcConfigSchema.shape,
  EARSHOT_OIDC_CLIENT_SECRET: optionalTextSetting.describe(
    'The secret of Earshot at the provider. Without it and EARSHOT_OIDC_CLIENT_SECRET_FILE Earshot is a public client; PKCE protects both. It is never logged.',
  ),
  EARSHOT_OIDC_CLIENT_SECRET_FILE: optionalTextSetting.describe(
    'Instead of EARSHOT_OIDC_CLIENT_SECRET: a file with the secret.',
  ),
  EARSHOT_OIDC_SCOPES: z
    .string()
    .trim()
    .refine((scopes) => scopes.split(/\s+/).includes('openid'), { error: 'expected scopes with openid among them' })
    .default('openid profile email')
    .describe(
      'Scopes that Earshot asks the provider for, separated by spaces. Some providers give a refresh token only with offline_access.',
    ),
  EARSHOT_OIDC_LABEL: optionalTextSetting.describe(
    'What the button of the sign-in calls the provider. By default its host name.',
  ),
  EARSHOT_PUBLIC_URL: z
    .url(httpUrl)
    .optional()
    .describe(
      'The address of the page as browsers reach it, e.g. https://calls.example.org. The provider leads back to its path /auth/oidc/callback. Without it, the address that the browser used counts.',
    ),
});

export type SingleSignOnConfig = z.infer<typeof singleSignOnConfigSchema>;

export interface SingleSignOnSettings {
  readonly label: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  readonly scopes: string;
  /** The origin under which browsers reach the page; null for that of each request. */
  readonly publicOrigin: string | null;
}

/** The settings, complete. Throws `Failure` `SETTING_INVALID`, which names the variable. */
export function singleSignOnSettings(config: SingleSignOnConfig, issuer: string): SingleSignOnSettings {
  const { EARSHOT_PUBLIC_URL: url } = config;
  return {
    label: config.EARSHOT_OIDC_LABEL ?? new URL(issuer).host,
    clientSecret: config.EARSHOT_OIDC_CLIENT_SECRET ?? readSecret(config.EARSHOT_OIDC_CLIENT_SECRET_FILE),
    scopes: config.EARSHOT_OIDC_SCOPES,
    publicOrigin: url === undefined ? null : new URL(url).origin,
  };
}

function readSecret(file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const message = 'EARSHOT_OIDC_CLIENT_SECRET_FILE: the file cannot be read';
    throw new Failure('SETTING_INVALID', message, { retryable: false, cause });
  }
}
