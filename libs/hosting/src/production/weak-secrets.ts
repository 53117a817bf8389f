/** A secret that is shorter can be guessed. */
const MIN_CHARACTERS = 12;
const WELL_KNOWN =
  /^(admin|changeit|default|demo|earshot|kafka|minioadmin|passw[o0]rd|postgres|root|secret|test|qwerty|letmein)[\d!._-]*$/i;
const PLACEHOLDER = /change[-_ ]?(me|this|it)|example|placeholder|your[-_ ]|<.*>|x{6}|^123456/i;
/** 32 random bytes hold fewer different ones less than once in 10^15 keys. */
const MIN_DIFFERENT_BYTES = 16;

/** Why everybody could know a password; null for one that looks made for this installation. */
export function findPasswordProblem(password: string, user: string | undefined): string | null {
  if (WELL_KNOWN.test(password) || PLACEHOLDER.test(password)) return 'is a default or an example';
  if (user !== undefined && password === user) return 'is the name of its user';
  return password.length < MIN_CHARACTERS ? `has fewer than ${MIN_CHARACTERS} characters` : null;
}

/** Why a key was not made at random; null for one that looks random. `key`: 32 bytes as base64. */
export function findKeyProblem(key: string): string | null {
  const bytes = [...Buffer.from(key, 'base64')];
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText || new Set(bytes).size < MIN_DIFFERENT_BYTES ? 'is not random' : null;
}
