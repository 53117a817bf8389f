import type { Word } from '@earshot/contracts';
import { FRAME_MS } from './utterance-segmenter.js';

/** `<word> <first frame> <last frame> <posterior> <three scores>`, a log line of `-backtrace yes`. */
const WORD_LINE = /^(\S+)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+-?\d+\s+-?\d+\s+-?\d+\s*$/;

/** The words in the log of one decoded span that begins at `startMs`; silence and noise are left out. */
export function normalizePocketsphinx(lines: readonly string[], startMs: number): Word[] {
  return lines.flatMap((line) => {
    const [, token, first, last, posterior] = WORD_LINE.exec(line) ?? [];
    if (token === undefined || /^[<[+]/.test(token)) return [];
    const word: Word = {
      // The dictionary numbers pronunciations: `to(2)`.
      text: token.replace(/\(\d+\)$/, ''),
      startMs: startMs + Number(first) * FRAME_MS,
      endMs: startMs + (Number(last) + 1) * FRAME_MS,
      confidence: Math.min(1, Number(posterior)),
    };
    return [word];
  });
}
