/** Values that a path gives to the `:name` parts of a pattern, decoded. */
export type PathParams = Readonly<Record<string, string>>;

const splitPath = (path: string): string[] => path.replace(/\/$/, '').split('/');

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part) || null;
  } catch {
    return null;
  }
}

/** Matches a path against a pattern such as `/calls/:callId`. Returns null when the path differs or cannot be decoded. */
export function matchPath(pattern: string, path: string): PathParams | null {
  const wanted = splitPath(pattern);
  const given = splitPath(path);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    const decoded = part.startsWith(':') ? decode(value) : null;
    if (decoded !== null) params[part.slice(1)] = decoded;
    else if (part !== value) return null;
  }
  return params;
}
