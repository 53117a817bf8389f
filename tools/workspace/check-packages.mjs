import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProjects } from './find-projects.mjs';
import { root } from './install.mjs';

/** Code that a start runs: it must not import a package that a start does not install. */
const STARTED =
  /^(apps\/(?!e2e\/)[^/]+|libs\/(?!testing\/).+|tools\/run\/(?:audit|call-player|dead-letters|transcribe))\/src\/(?!.*\.spec\.)/;
const CODE = /\.(?:[cm]?[jt]s|tsx)$/;
const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s+(type\s)?(?:[^'"`;()]*?\bfrom\s*)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/**
 * Finds packages of package.json that nothing names, imports of packages that are not in package.json, and code of a start
 * that imports a package of the tests. `files` are the texts of the workspace by path; a published project lists packages itself.
 */
export function findPackageProblems(manifest, files, listedByProjects = []) {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
  const declared = new Set(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }));
  const imports = [...files].filter(([path]) => CODE.test(path)).flatMap(([path, text]) => findImports(path, text));
  const texts = [...files.values()];
  const isNamed = (name) => texts.some((text) => new RegExp(`['"\`/]${escape(name)}['"\`/]`).test(text));
  const unused = [...declared].filter(
    (name) => !isTypesOf(name, declared) && manifest.overrides?.[name] !== `$${name}` && !isNamed(name),
  );
  const undeclared = imports.filter(
    ({ name }) => !declared.has(name) && !declared.has(typesName(name)) && !listedByProjects.includes(name),
  );
  const onlyForTests = imports.filter(
    ({ path, name, isType }) => STARTED.test(path) && !isType && name in devDependencies,
  );
  return [
    ...unused.map((name) => `package.json: nothing uses ${name}. Remove it.`),
    ...undeclared.map(({ path, name }) => `${path}: imports ${name}, which package.json does not list.`),
    ...onlyForTests.map(
      ({ path, name }) => `${path}: imports ${name}, which a start does not install. Move it to "dependencies".`,
    ),
  ];
}

function findImports(path, text) {
  return [...text.matchAll(IMPORT)]
    .map(([, type, named, called]) => ({ path, name: packageOf(named ?? called), isType: type !== undefined }))
    .filter(({ name }) => name !== undefined && !name.startsWith('@earshot') && !builtinModules.includes(name));
}

/** `@aws-sdk/client-s3` of `@aws-sdk/client-s3/commands`. Undefined for a path, a built-in or a text that is no import. */
const packageOf = (specifier) => /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?=\/|$)/.exec(specifier)?.[0];
const typesName = (name) => `@types/${name.replace('@', '').replace('/', '__')}`;
const isTypesOf = (name, declared) =>
  name === '@types/node' || [...declared].some((other) => name === typesName(other) && other !== name);
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function readWorkspace() {
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const paths = stdout
    .split('\n')
    .filter((path) => /\.(?:[cm]?[jt]s|tsx|json)$/.test(path) && !/(^|\/)package(-lock)?\.json$/.test(path))
    // Renovate's rules name packages, and do not use them.
    .filter((path) => !path.startsWith('.github/'))
    // The specs of this check contain imports of packages that do not exist.
    .filter((path) => path !== 'tools/workspace/test/check-packages.spec.ts' && existsSync(join(root, path)));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const read = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const published = findProjects().map(({ path }) => Object.keys(read(path).dependencies ?? {}));
  const problems = findPackageProblems(read('.'), readWorkspace(), published.flat());
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
