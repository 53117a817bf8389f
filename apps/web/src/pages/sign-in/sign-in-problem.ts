const texts: Readonly<Record<string, string>> = {
  ACCOUNT_DISABLED: 'Your account is disabled in Earshot. Ask an administrator.',
  EMAIL_NOT_ALLOWED: 'You may not use Earshot with this e-mail address. Ask an administrator.',
  IDENTITY_PROVIDER_UNAVAILABLE: 'The identity provider cannot be reached. Try again in a few minutes.',
  ROLE_MISSING: 'You have no role in Earshot. Ask an administrator.',
  SIGN_IN_NOT_BEGUN: 'This sign-in took too long, or it was used before. Sign in again.',
};

/**
 * Why single sign-on led back without a session, from `?problem=CODE`. The address may come from anybody, so only known codes
 * choose a text.
 */
export function findProblem(search: string): string | null {
  const code = new URLSearchParams(search).get('problem');
  if (code === null) return null;
  return Object.hasOwn(texts, code) ? (texts[code] ?? null) : 'Single sign-on did not work. Try again.';
}
