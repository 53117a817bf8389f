/** What a secret looks like. Each pattern is so narrow that a hit is a secret, or an example that `allowedExamples` must name. */
const PATTERNS = [
  { kind: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/g },
  { kind: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'an access key of Earshot', pattern: /\bek_[A-Za-z0-9]{8}_[\w-]{43}(?![\w-])/g },
  { kind: 'a token of GitHub', pattern: /\b(?:gh[pousr]_\w{36}|github_pat_\w{40,})/g },
  { kind: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'a token of Slack', pattern: /\bxox[abprs]-[\w-]{10,}/g },
  { kind: 'a signed token (JWT)', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g },
  { kind: 'a password of an npm registry', pattern: /:_(?:authToken|password)=(?!\$)\S+/g },
  {
    // A word in capitals, as pages write it, stands for a value.
    kind: 'a master key or a password in an environment file',
    pattern:
      /^(?:export )?[A-Z0-9_]*(?:MASTER_KEY|PASSWORD|SECRET_KEY|SECRET_ACCESS_KEY)=(?![$<"'`…]|[A-Z_]*\s*$)\S+/gm,
  },
];

/**
 * Finds secrets in texts by path. `allowedExamples` are texts that look like one and are none. Returns one line for each, with its place and
 * without the secret.
 */
export function findSecrets(texts, allowedExamples = []) {
  return [...texts].flatMap(([path, text]) =>
    PATTERNS.flatMap(({ kind, pattern }) =>
      [...text.matchAll(pattern)]
        .filter(([secret]) => !allowedExamples.includes(secret))
        .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}: looks like ${kind}`),
    ),
  );
}
