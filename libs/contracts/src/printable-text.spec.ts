import { describe, expect, it } from '@jest/globals';
import { callIdSchema, isCallId } from './ids.js';
import { escapeUnprintable, isPrintable } from './printable-text.js';

const unprintable = {
  'a line break': 'a\nb',
  'an escape of a terminal': '\u001b[31m',
  DEL: 'a\u007f',
  'a C1 control character': '\u009b2J',
  'a mark that turns the text': 'invoice\u202efdp.exe',
  'an isolate': '\u2066a\u2069',
  'a line separator': 'a\u2028b',
  'half a surrogate pair': 'a\ud83d',
};

describe('printable text', () => {
  it.each(Object.entries(unprintable))('a call id does not hold %s, and a log shows it as an escape', (_, text) => {
    expect([isPrintable(text), isCallId(text), callIdSchema.safeParse(text).success]).toEqual([false, false, false]);
    expect(isPrintable(escapeUnprintable(text))).toBe(true);
  });

  it.each(['c1', 'Anruf 7 – Zürich', '電話', 'مكالمة', '👩‍💻', 'a b'])('a call id may be %s', (text) => {
    expect([isPrintable(text), isCallId(text), callIdSchema.safeParse(text).success]).toEqual([true, true, true]);
    expect(escapeUnprintable(text)).toBe(text);
  });
});
