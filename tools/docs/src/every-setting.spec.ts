import { programSchema } from '@earshot/hosting';
import { ConfigError, loadConfig } from '@earshot/runtime';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { configurationSections, programs } from './configuration-sections.js';

const NONSENSE = ['no such thing', '-1', '1.5', '99999999999999999999', ',', '://'];
const settings = configurationSections.flatMap(({ schema }) =>
  Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({ name, field, schema })),
);
const enough = { DATABASE_URL: 'postgres://127.0.0.1/earshot' };

function complaintAbout(schema: z.ZodType, env: NodeJS.ProcessEnv): string | null {
  try {
    loadConfig(schema, env);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
}

describe('every setting', () => {
  it('says what it is for', () => {
    expect(settings.length).toBeGreaterThan(100);
    expect(settings.filter(({ field }) => !/^.{4,}\.$/.test(field.description ?? '')).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('is refused in one line that names it and says what is expected, never what it got', () => {
    const refused = new Set<string>();
    for (const { name, schema } of settings) {
      for (const value of NONSENSE) {
        const complaint = complaintAbout(schema, { ...enough, [name]: value });
        if (complaint === null) continue;
        refused.add(name);
        expect(complaint).toMatch(new RegExp(`^${name}: expected .+$`));
        expect(complaint).not.toMatch(/received|undefined|NaN|[Ii]nvalid/);
        expect(complaint).not.toContain('no such thing');
      }
    }
    // Numbers, choices, addresses; the rest is text or a path.
    expect(refused.size).toBeGreaterThan(50);
  });
});

describe.each(Object.values(programs))('$name without any setting', (program) => {
  it('says in one line for each variable that is needed that it is not set, and what it is for', () => {
    const lines = complaintAbout(programSchema(program as never), {})?.split('\n') ?? [];
    expect(lines.map((line) => line.split(':')[0])).toEqual(['DATABASE_URL']);
    for (const line of lines) expect(line).toMatch(/^[A-Z_]+: not set, and needed\. .+\.$/);
  });
});
