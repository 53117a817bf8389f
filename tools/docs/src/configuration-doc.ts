import { z } from 'zod';

interface Variable {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const formatValues = ({ enum: options, minimum, maximum }: Variable): string => {
  if (options !== undefined) return options.map((option) => `\`${option}\``).join(', ');
  if (minimum !== undefined || maximum !== undefined) return `${minimum ?? ''} … ${maximum ?? ''}`;
  return '';
};

/** One table of settings. */
export interface ConfigurationSection {
  readonly title: string;
  /** Markdown. */
  readonly description?: string;
  readonly schema: z.ZodObject;
  /** Names of earlier sections whose settings this program also reads. */
  readonly alsoReads?: readonly string[];
}

/** Creates `docs/configuration.md` from the schemas that parse the environment. */
export function createConfigurationDoc(sections: readonly ConfigurationSection[]): string {
  const lines = [
    '# Configuration',
    '',
    'Generated from the schemas by `npm run generate`. Settings are environment variables. Earshot reads them once, at the start;',
    'if one is wrong, it prints a line with its name and exits. A variable that several parts read is listed with the first of them.',
  ];
  const seen = new Set<string>();
  for (const { title, description, schema, alsoReads } of sections) {
    const own = listVariables(schema).filter(([name]) => !seen.has(name));
    const shared = listVariables(schema).filter(([name]) => seen.has(name));
    lines.push('', `## ${title}`, '');
    if (description !== undefined) lines.push(description, '');
    if (alsoReads !== undefined) lines.push(`Also reads: ${alsoReads.join(', ')}.`, '');
    if (shared.length > 0) lines.push(`Listed above: ${shared.map(([name]) => `\`${name}\``).join(', ')}.`, '');
    if (own.length > 0) lines.push('| variable | default | values | what it does |', '|---|---|---|---|');
    for (const [name, variable, isRequired] of own) {
      seen.add(name);
      const { default: defaultValue } = variable;
      const shown =
        defaultValue === undefined || defaultValue === ''
          ? isRequired
            ? 'required'
            : ''
          : `\`${String(defaultValue)}\``;
      lines.push(
        `| \`${name}\` | ${shown} | ${formatValues(variable)} | ${(variable.description ?? '').replaceAll('|', '\\|')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function listVariables(schema: z.ZodObject): (readonly [name: string, variable: Variable, isRequired: boolean])[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Variable>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, variable]) => [name, variable, required.includes(name)]);
}
