import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { findProjects, hasSources, isTypeScriptProject } from './find-projects.mjs';
import { root } from './install.mjs';

/** Projects that hold only tests. */
const NOT_SHIPPED = ['apps/e2e'];
const IMPORT = /['"]@earshot\/([a-z-]+)(?:\/[^'"]*)?['"]/g;

/** Writes the TypeScript references of the workspace and of each project, from the imports of its sources. */
export async function writeReferences() {
  const projects = findProjects().filter(isTypeScriptProject);
  const compiled = projects.filter(hasSources);
  const libConfigOf = new Map(compiled.map(({ path, name }) => [name, `${path}/tsconfig.lib.json`]));
  await writeRoot(
    'tsconfig.json',
    projects.map(({ path }) => path),
  );
  await writeRoot(
    'tsconfig.build.json',
    compiled.filter(({ path }) => !NOT_SHIPPED.includes(path)).map(({ path }) => `${path}/tsconfig.lib.json`),
  );
  for (const project of projects) {
    const { path, name } = project;
    const imported = (files) =>
      [...new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, lib]) => lib)))]
        .map((lib) => `@earshot/${lib}`)
        .filter((lib) => lib !== name && libConfigOf.has(lib))
        .map((lib) => relative(join(root, path), join(root, libConfigOf.get(lib))))
        .sort();
    const sources = [...typescriptFiles(join(root, path, 'src'))];
    const isSpec = (file) => file.endsWith('.spec.ts');
    const template = `${'../'.repeat(path.split('/').length)}tsconfig.base.json`;
    const configs = [...(hasSources(project) ? ['./tsconfig.lib.json'] : []), './tsconfig.spec.json'];
    await write(`${path}/tsconfig.json`, {
      extends: template,
      files: [],
      include: [],
      references: references(configs),
    });
    if (hasSources(project))
      await update(
        `${path}/tsconfig.lib.json`,
        libTemplate(template),
        imported(sources.filter((file) => !isSpec(file))),
      );
    await update(`${path}/tsconfig.spec.json`, specTemplate(template), [
      ...configs.slice(0, -1),
      ...imported([...sources.filter(isSpec), ...typescriptFiles(join(root, path, 'test'))]),
    ]);
  }
}

const writeRoot = (file, paths) =>
  write(file, {
    extends: './tsconfig.base.json',
    files: [],
    include: [],
    references: references(paths.map((path) => `./${path}`)),
  });

const references = (paths) => paths.map((path) => ({ path }));

/** A project may extend the template's configuration. This changes only its references. */
async function update(file, template, paths) {
  const path = join(root, file);
  const current = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : template;
  await write(file, { ...current, references: references(paths) });
}

async function write(file, content) {
  const path = join(root, file);
  const options = await resolveConfig(path);
  writeFileSync(path, await format(JSON.stringify(content, null, 2), { ...options, filepath: path }));
}

const libTemplate = (base) => ({
  extends: base,
  compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.lib.tsbuildinfo' },
  include: ['src/**/*.ts'],
  exclude: ['src/**/*.spec.ts'],
});

const specTemplate = (base) => ({
  extends: base,
  compilerOptions: { rootDir: '.', outDir: 'out-tsc/spec', emitDeclarationOnly: true, types: ['node'] },
  include: ['src/**/*.spec.ts', 'test/**/*.ts'],
});

function* typescriptFiles(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* typescriptFiles(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}
