import { explainNpmFailure } from '../npm-output.mjs';

const SERIOUS = ['high', 'critical'];

/** Reads what `npm audit --json` wrote. Returns the exit code of `npm run advisories` and the lines that it prints. */
export function judgeAudit(stdout, stderr) {
  const report = parseReport(stdout);
  if (report?.vulnerabilities === undefined)
    return { exitCode: 2, lines: [`not checked: ${explainNpmFailure(stderr) ?? report?.message ?? stderr.trim()}`] };
  const all = Object.values(report.vulnerabilities);
  const serious = all.filter(({ severity }) => SERIOUS.includes(severity));
  return {
    exitCode: serious.length === 0 ? 0 : 1,
    lines: [...serious.flatMap(describe), summarise(all, serious)],
  };
}

function parseReport(stdout) {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** A package is also vulnerable through one that it uses. npm then names that one instead of an advisory. */
function describe({ name, severity, via, range }) {
  const advisories = via.filter((cause) => typeof cause === 'object');
  if (advisories.length === 0) return [`${severity}: ${name} ${range}, through ${via.join(', ')}`];
  return advisories.map(({ title, url }) => `${severity}: ${name} ${range}: ${title} (${url})`);
}

function summarise(all, serious) {
  if (all.length === 0) return 'No known vulnerability.';
  return `${serious.length} of severity high or critical, ${all.length - serious.length} of a lower one`;
}
