import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** The page. Vite compiles it, not the compiler of the other projects. */
const NOT_COMPILED = ['apps/web'];

/** Finds every project by the globs in package.json. A new project needs no other registration. */
export function findProjects() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces
    .map((glob) => glob.replace(/\/\*$/, ''))
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((path) => existsSync(join(root, path, 'package.json')))
    .sort()
    .map((path) => ({ path, name: JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')).name }));
}

/** True for a project that TypeScript compiles: all but the page. */
export const isTypeScriptProject = ({ path }) => !NOT_COMPILED.includes(path);

/** False for a tool of plain `.mjs` files, which runs before anything is built. Only its specs are TypeScript. */
export const hasSources = ({ path }) => existsSync(join(root, path, 'src'));
