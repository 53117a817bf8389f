import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the files at these paths below `root`, and those in these folders. Returns their texts by path. */
export function readTexts(root, paths) {
  const findFiles = (path) =>
    statSync(join(root, path)).isDirectory()
      ? readdirSync(join(root, path)).flatMap((name) => findFiles(join(path, name)))
      : [path];
  return new Map(paths.flatMap(findFiles).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Writes back the files that changed since `before`, and deletes the new ones. Returns their paths. */
export function restoreTexts(root, before, after) {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  for (const path of changed) {
    if (before.has(path)) writeFileSync(join(root, path), before.get(path));
    else rmSync(join(root, path));
  }
  return changed;
}
