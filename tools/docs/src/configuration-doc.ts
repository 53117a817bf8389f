import { z } from 'zod';

interface Variable {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const values = ({ enum: options, minimum, maximum }: Variable): string => {
  if (options !== undefined) return options.map((option) => `\`${option}\``).join(', ');
  if (minimum !== undefined || maximum !== undefined) return `${minimum ?? ''} … ${maximum ?? ''}`;
  return '';
};

/** `docs/configuration.md` from the schemas that parse the environment. */
export function configurationDoc(schemas: Readonly<Record<string, z.ZodObject>>): string {
  const lines = [
    '# Configuration',
    '',
    'Generated from the schemas by `npm run generate`. Settings are environment variables, read once at the start; a wrong',
    'one ends the start with a line that names it. A variable that several parts read is listed with the first.',
  ];
  const seen = new Set<string>();
  for (const [part, schema] of Object.entries(schemas)) {
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, Variable> };
    const own = Object.entries(properties).filter(([name]) => !seen.has(name));
    if (own.length === 0) continue;
    lines.push('', `## ${part}`, '', '| variable | default | values | what it does |', '|---|---|---|---|');
    for (const [name, variable] of own) {
      seen.add(name);
      const standard = variable.default === undefined || variable.default === '' ? '' : `\`${String(variable.default)}\``;
      lines.push(`| \`${name}\` | ${standard} | ${values(variable)} | ${(variable.description ?? '').replaceAll('|', '\\|')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
