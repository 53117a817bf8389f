import { z } from 'zod';
import { speechEngineNames, type SpeechEngineName } from './registry.js';

/** A number for each engine that the setting names. */
export type EngineNumbers = Readonly<Partial<Record<SpeechEngineName, number>>>;

/** Reads `amazon-transcribe=25,moonshine=8`. Null: it names no engine, or gives no positive number. */
export function parseEngineNumbers(text: string): EngineNumbers | null {
  const numbers: Partial<Record<SpeechEngineName, number>> = {};
  for (const item of text.split(',').map((part) => part.trim())) {
    if (item === '') continue;
    const [engine, value = '', ...more] = item.split('=').map((part) => part.trim());
    const name = speechEngineNames.find((known) => known === engine);
    if (name === undefined || !/^\d+(\.\d+)?$/.test(value) || Number(value) <= 0 || more.length > 0) return null;
    numbers[name] = Number(value);
  }
  return numbers;
}

/** A setting with a number for each engine, e.g. `amazon-transcribe=25,moonshine=8`. */
export const engineNumbersSetting = () =>
  z
    .string()
    .default('')
    .transform((text, context) => {
      const numbers = parseEngineNumbers(text);
      if (numbers !== null) return numbers;
      context.addIssue({
        code: 'custom',
        message: 'expected engines with a positive number each, e.g. amazon-transcribe=25',
      });
      return z.NEVER;
    });
