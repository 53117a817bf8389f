import { refuseArguments } from './bad-argument.mjs';
import { ensureInstalled } from './install.mjs';

/** Prints the licences of what Earshot ships. The exit code is 1 if one of them is not allowed. */
refuseArguments(process.argv.slice(2), 'npm run licences', 'It takes none.');

await ensureInstalled();
const { listShippedComponents } = await import('./supply-chain/shipped-components.mjs');
const { findException, findLicenceProblems } = await import('./supply-chain/licence-rules.mjs');
const { packages, libraries, models } = await listShippedComponents();
const components = [...packages, ...libraries, ...models];
const print = (line) => process.stdout.write(`${line}\n`);

for (const licence of [...new Set(components.map(({ license }) => license))].sort()) {
  const under = components.filter(({ license }) => license === licence);
  const names = [...new Set(under.map(({ name, version }) => `${name} ${version}`))].sort();
  print(`${licence} (${names.length})`);
  for (const reason of new Set(under.map((component) => findException(component)?.reason).filter(Boolean)))
    print(`  Exception: ${reason}`);
  print(`  ${names.join(', ')}`);
}
const problems = findLicenceProblems(components);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
