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

/** One table of settings, and which of the earlier ones the part reads too. */
export interface ConfigurationSection {
  readonly title: string;
  /** Says what the part is, in Markdown. */
  readonly says?: string;
  readonly schema: z.ZodObject;
  readonly alsoReads?: readonly string[];
}

/** `docs/configuration.md` from the schemas that parse the environment. */
export function configurationDoc(sections: readonly ConfigurationSection[]): string {
  const lines = [
    '# Configuration',
    '',
    'Generated from the schemas by `npm run generate`. Settings are environment variables, read once at the start; a wrong',
    'one ends the start with a line that names it. A variable that several parts read is listed with the first.',
  ];
  const seen = new Set<string>();
  for (const { title, says, schema, alsoReads } of sections) {
    const own = variablesOf(schema).filter(([name]) => !seen.has(name));
    const shared = variablesOf(schema).filter(([name]) => seen.has(name));
    lines.push('', `## ${title}`, '');
    if (says !== undefined) lines.push(says, '');
    if (alsoReads !== undefined) lines.push(`Also reads: ${alsoReads.join(', ')}.`, '');
    if (shared.length > 0) lines.push(`Listed above: ${shared.map(([name]) => `\`${name}\``).join(', ')}.`, '');
    if (own.length > 0) lines.push('| variable | default | values | what it does |', '|---|---|---|---|');
    for (const [name, variable, isRequired] of own) {
      seen.add(name);
      const { default: standard } = variable;
      const shown =
        standard === undefined || standard === '' ? (isRequired ? 'required' : '') : `\`${String(standard)}\``;
      lines.push(
        `| \`${name}\` | ${shown} | ${values(variable)} | ${(variable.description ?? '').replaceAll('|', '\\|')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function variablesOf(schema: z.ZodObject): (readonly [name: string, variable: Variable, isRequired: boolean])[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Variable>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, variable]) => [name, variable, required.includes(name)]);
}
