/** What a phone system says about itself when it connects. */
export interface AudiohookUpgrade {
  /** Host and, where it is not the usual one, port. */
  readonly authority: string;
  /** Path and query. */
  readonly target: string;
  readonly organizationId: string;
  readonly sessionId: string;
  readonly correlationId: string;
  readonly apiKey: string;
}

export interface AudiohookSigning {
  /** At least 22 characters, never used before. */
  readonly nonce: string;
  readonly createdS: number;
  readonly expiresS: number;
  /** HMAC-SHA256 of the text with the client secret, in Base64. */
  sign(text: string): string;
}

type Headers = Readonly<Record<string, string>>;

/** The headers of an upgrade without a signature. */
export const writeUpgradeHeaders = (upgrade: AudiohookUpgrade): Headers => ({
  'audiohook-organization-id': upgrade.organizationId,
  'audiohook-session-id': upgrade.sessionId,
  'audiohook-correlation-id': upgrade.correlationId,
  'x-api-key': upgrade.apiKey,
});

/** The headers of an upgrade, signed as Genesys signs it (RFC 9421): for programs that play a phone system. */
export function signUpgrade(upgrade: AudiohookUpgrade, { nonce, createdS, expiresS, sign }: AudiohookSigning): Headers {
  const headers = writeUpgradeHeaders(upgrade);
  const signed = { '@request-target': upgrade.target, '@authority': upgrade.authority, ...headers };
  const names = Object.keys(signed).map((name) => `"${name}"`);
  const parameters = `(${names.join(' ')});keyid="${upgrade.apiKey}";nonce="${nonce}";alg="hmac-sha256";created=${createdS};expires=${expiresS}`;
  const lines = Object.entries({ ...signed, '@signature-params': parameters });
  const mac = sign(lines.map(([name, value]) => `"${name}": ${value}`).join('\n'));
  return { ...headers, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${mac}:` };
}
