import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileChanged } from '../compile.mjs';
import { root } from '../install.mjs';
import { modelLicences } from './model-licences.mjs';
import { carriedLibraries } from './carried-libraries.mjs';
import { findBaseImages } from './pinned-images.mjs';
import { findCompileOnly, listShippedPackages } from './shipped-packages.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * Everything that comes with Earshot: `packages` of npm, `libraries` that they carry compiled, speech `models` that a start fetches, and
 * the base `images` of the containers.
 */
export async function listShippedComponents() {
  const dockerfile = read('tools/docker/Dockerfile');
  const packages = listShippedPackages(JSON.parse(read('package-lock.json')), findCompileOnly(dockerfile));
  return { packages, libraries: carriedLibraries, models: await listModels(), images: findBaseImages(dockerfile) };
}

/** The packages of the registry from which the speech models are taken. */
async function listModels() {
  await compileChanged([join(root, 'libs/adapters/speech')]);
  const { npmModels } = await import(join(root, 'libs/adapters/speech/dist/models/npm-models.js'));
  const archives = Object.values(npmModels).flatMap(({ packages }) => packages);
  return [...new Map(archives.map((archive) => [archive.spec, archive])).values()].map(({ spec, integrity }) => {
    const name = spec.slice(0, spec.lastIndexOf('@'));
    return { name, version: spec.slice(name.length + 1), license: modelLicences[name], integrity };
  });
}
