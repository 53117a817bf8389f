import { z } from 'zod';

/** Settings that cannot be used; the message has one line per variable and never a value. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly { variable: string; problem: string }[]) {
    super(problems.map(({ variable, problem }) => `${variable}: ${problem}`).join('\n'));
    this.name = 'ConfigError';
  }
}

/** Parses the environment once. An empty variable counts as not set. Throws `ConfigError`. */
export function loadConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    // A variable that holds a list is meant as a whole.
    const variable = String(issue.path[0]);
    problems.set(variable, variable in set ? wrong(issue) : missing(schema, variable));
  }
  throw new ConfigError([...problems].map(([variable, problem]) => ({ variable, problem })));
}

/** Who starts a process for the first time knows neither the variable nor what it is for. */
function missing(schema: z.ZodType, variable: string): string {
  const field = schema instanceof z.ZodObject ? (schema.shape[variable] as z.ZodType | undefined) : undefined;
  return `not set, and needed. ${field?.description ?? ''}`.trim();
}

/** Says what is expected; zod says what it got too, of a number that is none that it is "NaN". */
function wrong(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return { int: 'expected a whole number', number: 'expected a number' }[issue.expected as string] ?? issue.message;
    case 'too_small':
      return `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'expected a URL' : issue.message;
    default:
      return issue.message;
  }
}
