import { ensureInstalled } from './install.mjs';
import { build } from './build.mjs';
import { TestTotals } from './test-totals.mjs';
import { findProjects } from './find-projects.mjs';

/**
 * `npm run test:unit -- NAME [FILE]`: unit and component tests of one project, from the sources.
 * `npm run test:e2e [-- FILE]`: the end-to-end tests, on a fresh build. FILE is a part of a file's path.
 */
const [kind, ...args] = process.argv.slice(2);
const totals = new TestTotals();
if (kind === 'unit') {
  const [name, ...files] = args;
  const names = findProjects().map(({ path }) => path.split('/').at(-1));
  if (!names.includes(name)) {
    process.stderr.write(`Name a project: npm run test:unit -- NAME\n${names.join(' ')}\n`);
    process.exit(1);
  }
  await ensureInstalled();
  await totals.jestStep(name, ['--maxWorkers=2', `--selectProjects=${name}`, ...pathsOf(files)]);
} else {
  await build();
  await totals.jestStep('end-to-end tests', ['--runInBand', '--selectProjects=e2e', ...pathsOf(args)]);
}
totals.report();

function pathsOf(files) {
  return files.length === 0 ? [] : ['--testPathPatterns', ...files];
}
