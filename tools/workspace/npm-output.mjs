const NOT_REACHED =
  'npm could not reach the registry. Check the network, and the proxy and registry of your npm configuration (npm config list).';

/** What a person can do about the errors of npm that a machine or its network causes. */
const MEANINGS = {
  ENOTFOUND: NOT_REACHED,
  EAI_AGAIN: NOT_REACHED,
  ECONNREFUSED: NOT_REACHED,
  ECONNRESET: NOT_REACHED,
  EHOSTUNREACH: NOT_REACHED,
  ENETUNREACH: NOT_REACHED,
  ETIMEDOUT: NOT_REACHED,
  ERR_SOCKET_TIMEOUT: NOT_REACHED,
  EIDLETIMEOUT: NOT_REACHED,
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk is full.',
  EACCES: 'This user may not write to the folder or to the cache of npm (npm config get cache).',
  EPERM: 'This user may not write to the folder or to the cache of npm (npm config get cache).',
  EROFS: 'The folder or the cache of npm is read-only (npm config get cache).',
  EINTEGRITY:
    'The registry served a package that differs from package-lock.json. Check the registry (npm config get registry).',
  E401: 'The registry asks for a sign-in (npm config get registry).',
  E403: 'The registry refused a package (npm config get registry).',
  E404: 'The registry lacks a package (npm config get registry).',
};
const CODE = 'PACKAGES_NOT_INSTALLED';
const OF_SOCKETS = /UNABLE_TO_|CERT_|SELF_SIGNED/;

/** The code of a failed npm, from what it wrote to stderr. */
export const codeOf = (stderr) => /npm (?:error|ERR!) code (\S+)/.exec(stderr)?.[1] ?? '';

/** One line for people about a failed npm, from what it wrote to stderr. Undefined if only npm's own words can explain it. */
export function explainNpmFailure(stderr) {
  const code = codeOf(stderr);
  const meaning = OF_SOCKETS.test(code)
    ? 'The certificate of the registry is not trusted. Set NODE_EXTRA_CA_CERTS or cafile in your npm configuration.'
    : MEANINGS[code];
  if (meaning === undefined) return undefined;
  const log = /A complete log of this run can be found in: (\S+)/.exec(stderr)?.[1];
  return `${CODE}: ${meaning} (${code}${log === undefined ? '' : `, npm's log: ${log}`})`;
}
