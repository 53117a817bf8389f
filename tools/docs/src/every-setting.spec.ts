import { programSchema } from '@earshot/hosting';
import { ConfigError, loadConfig } from '@earshot/runtime';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { configurationSections, programs } from './configuration-sections.js';

const INVALID_VALUES = ['no such thing', '-1', '1.5', '99999999999999999999', ',', '://'];
const settings = configurationSections.flatMap(({ schema }) =>
  Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({ name, field, schema })),
);
const requiredSettings = { DATABASE_URL: 'postgres://127.0.0.1/earshot' };

function findError(schema: z.ZodType, env: NodeJS.ProcessEnv): string | null {
  try {
    loadConfig(schema, env);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
}

describe('every setting', () => {
  it('has a description', () => {
    expect(settings.length).toBeGreaterThan(100);
    expect(settings.filter(({ field }) => !/^.{4,}\.$/.test(field.description ?? '')).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('is refused with one line that has its name and the expected value, but not the given one', () => {
    const refused = new Set<string>();
    for (const { name, schema } of settings) {
      for (const value of INVALID_VALUES) {
        const error = findError(schema, { ...requiredSettings, [name]: value });
        if (error === null) continue;
        refused.add(name);
        expect(error).toMatch(new RegExp(`^${name}: expected .+$`));
        expect(error).not.toMatch(/received|undefined|NaN|[Ii]nvalid/);
        expect(error).not.toContain('no such thing');
      }
    }
    // Numbers, choices and addresses refuse some values. Text and paths accept all of them.
    expect(refused.size).toBeGreaterThan(50);
  });
});

describe.each(Object.values(programs))('$name without settings', (program) => {
  it('prints one line for each required variable, with its description', () => {
    const lines = findError(programSchema(program as never), {})?.split('\n') ?? [];
    expect(lines.map((line) => line.split(':')[0])).toEqual(['DATABASE_URL']);
    for (const line of lines) expect(line).toMatch(/^[A-Z_]+: not set, and needed\. .+\.$/);
  });
});
