import { describe, expect, it } from '@jest/globals';
import { createLogger, type LogFormat } from './create-logger.js';

/** Ends the line, clears a terminal, turns the direction of the text, and half a surrogate pair. */
const HOSTILE = 'c1\n\u001b[2J\u009b2J\u202egro\u2066\ud800';

function linesOf(format: LogFormat): string[] {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', format, write: (line) => lines.push(line) });
  logger.info({ callId: HOSTILE }, 'call started');
  return lines;
}

describe('createLogger', () => {
  it.each(['text', 'json'] as const)(
    'writes one line of %s without a character that a terminal would act on',
    (format) => {
      const [line = '', ...others] = linesOf(format);
      expect(others).toEqual([]);
      expect(line.slice(0, -1)).toMatch(/^[\u0020-\u007e]+$/);
      expect(line.at(-1)).toBe('\n');
      expect(line).toContain('\\u202e');
    },
  );

  it('keeps the value in JSON', () => {
    expect((JSON.parse(linesOf('json')[0] ?? '') as { callId: string }).callId).toBe(HOSTILE);
  });
});
