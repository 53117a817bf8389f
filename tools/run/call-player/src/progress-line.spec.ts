import { describe, expect, it } from '@jest/globals';
import { ProgressLine } from './progress-line.js';

describe('ProgressLine', () => {
  it('shows the id of a call and the answer of a server without acting on them', () => {
    const written: string[] = [];
    const target = { isTTY: false, write: (text: string) => void written.push(text) };
    const line = new ProgressLine(target, 1, () => 0);
    const progress = { callId: 'a\u001b[2J\u202eb', positionMs: 0, durationMs: 1_000 };
    line.update({ ...progress, state: 'reconnecting' });
    line.printLine('call a ended, errors: X\r\nfake line\u009b31m');
    expect(written.join('')).toContain('call a\\u001b[2J\\u202eb: connection lost');
    expect(written.at(-1)).toBe('call a ended, errors: X\\u000d\\u000afake line\\u009b31m\n');
    expect(written.join('').replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
  });
});
