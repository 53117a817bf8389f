/**
 * Inserts `text` before the first match of `marker` in a file. Throws before anything is written when the marker is missing:
 * then the file has changed, and the generator must be adapted.
 */
export function insertBefore(tree, path, marker, text) {
  const content = read(tree, path);
  const at = content.search(marker);
  if (at < 0) throw new Error(`${path} no longer contains ${marker}. Adapt the generator in tools/generators.`);
  tree.write(path, content.slice(0, at) + text + content.slice(at));
}

/** Inserts an import among the others, in the order of the imported names. */
export function insertImport(tree, path, name, from) {
  const content = read(tree, path);
  const imports = [...content.matchAll(/^import (?:type )?\{ (\w+).*\} from '\.[^']*';\n/gm)];
  const line = `import { ${name} } from '${from}';\n`;
  const next = imports.find(([, other]) => other.localeCompare(name) > 0);
  const at = next?.index ?? (imports.length === 0 ? 0 : imports.at(-1).index + imports.at(-1)[0].length);
  tree.write(path, content.slice(0, at) + line + content.slice(at));
}

/** Throws when the file exists already. */
export function requireFree(tree, path) {
  if (tree.exists(path)) throw new Error(`${path} exists. Choose another name.`);
}

function read(tree, path) {
  const content = tree.read(path, 'utf8');
  if (content === null) throw new Error(`${path} does not exist. Adapt the generator in tools/generators.`);
  return content;
}

/** `call.on-hold` → `callOnHold`. */
export const camelCase = (name) => name.replace(/[.-](\w)/g, (_, letter) => letter.toUpperCase());

/** `call.on-hold` → `CallOnHold`. */
export const pascalCase = (name) => camelCase(name).replace(/^\w/, (letter) => letter.toUpperCase());
