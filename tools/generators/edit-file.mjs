/**
 * Inserts `text` before the first match of `marker` in a file. A marker that is gone means that the file changed its shape
 * and the generator must follow: it stops before anything is written.
 */
export function insertBefore(tree, path, marker, text) {
  const content = read(tree, path);
  const at = content.search(marker);
  if (at < 0) throw new Error(`${path} has no ${marker} any more. Mend the generator in tools/generators.`);
  tree.write(path, content.slice(0, at) + text + content.slice(at));
}

/** Inserts an import among the others, in the order of what they import. */
export function insertImport(tree, path, name, from) {
  const content = read(tree, path);
  const imports = [...content.matchAll(/^import (?:type )?\{ (\w+).*\} from '\.[^']*';\n/gm)];
  const line = `import { ${name} } from '${from}';\n`;
  const next = imports.find(([, other]) => other.localeCompare(name) > 0);
  const at = next?.index ?? (imports.length === 0 ? 0 : imports.at(-1).index + imports.at(-1)[0].length);
  tree.write(path, content.slice(0, at) + line + content.slice(at));
}

/** Refuses a name that is taken. */
export function requireFree(tree, path) {
  if (tree.exists(path)) throw new Error(`${path} exists. Choose another name.`);
}

function read(tree, path) {
  const content = tree.read(path, 'utf8');
  if (content === null) throw new Error(`${path} is gone. Mend the generator in tools/generators.`);
  return content;
}

/** `call.on-hold` → `callOnHold`. */
export const camelCase = (name) => name.replace(/[.-](\w)/g, (_, letter) => letter.toUpperCase());

/** `call.on-hold` → `CallOnHold`. */
export const pascalCase = (name) => camelCase(name).replace(/^\w/, (letter) => letter.toUpperCase());
