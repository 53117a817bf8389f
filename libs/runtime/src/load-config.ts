import { z } from 'zod';
import type { ErrorCode } from '@earshot/contracts';

/** The settings are not usable. The message has one line per variable and never contains a value. */
export class ConfigError extends Error {
  readonly code = 'SETTING_INVALID' satisfies ErrorCode;

  constructor(readonly problems: readonly { variable: string; problem: string }[]) {
    super(problems.map(({ variable, problem }) => `${variable}: ${problem}`).join('\n'));
    this.name = 'ConfigError';
  }
}

/** Parses the environment. An empty variable counts as not set. Throws `ConfigError`. */
export function loadConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    // An issue within a list counts for the whole variable.
    const variable = String(issue.path[0]);
    problems.set(variable, variable in set ? describeIssue(issue) : describeMissing(schema, variable));
  }
  throw new ConfigError([...problems].map(([variable, problem]) => ({ variable, problem })));
}

/** Adds the description, because someone who starts a process for the first time does not know the variable. */
function describeMissing(schema: z.ZodType, variable: string): string {
  const field = schema instanceof z.ZodObject ? (schema.shape[variable] as z.ZodType | undefined) : undefined;
  return `not set, and needed. ${field?.description ?? ''}`.trim();
}

/** Says what is expected. The messages of zod would also show the value, or "NaN" for text that is not a number. */
function describeIssue(issue: z.core.$ZodIssue): string {
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
      return issue.message === 'Invalid URL' ? 'expected a URL' : issue.message;
    default:
      return issue.message;
  }
}
