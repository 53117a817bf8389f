const texts: Readonly<Record<string, string>> = {
  SIGN_IN_REFUSED: 'You may not use Earshot with this account. Ask an administrator.',
  OIDC_UNAVAILABLE: 'The identity provider cannot be reached. Try again in a few minutes.',
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
