import type { StackLogLine } from './stack.js';

/** One colour for each source, in the order in which they first speak; none of them red, which levels use. */
const COLOURS = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];
const WIDTH = 'transcription-1'.length;

/** All parts of the stack in one readable log: the source before each line, coloured on a terminal. */
export function logView(out: { write(text: string): void; isColoured: boolean }): (line: StackLogLine) => void {
  const colours = new Map<string, number>();
  return ({ source, line }) => {
    if (line.trim() === '') return;
    if (!colours.has(source)) colours.set(source, COLOURS[colours.size % COLOURS.length] ?? 0);
    const prefix = `${source.padEnd(WIDTH)} │`;
    const shown = withoutOwnName(line, source);
    if (!out.isColoured) return out.write(`${prefix} ${shown}\n`);
    out.write(`\x1b[${colours.get(source)}m${prefix}\x1b[0m ${emphasised(shown)}\n`);
  };
}

/** A service begins each line with its name, which the prefix says already. */
const withoutOwnName = (line: string, source: string): string => line.replace(`${source.replace(/-\d+$/, '')}: `, '');

function emphasised(line: string): string {
  if (/^\S+ error /.test(line)) return `\x1b[31m${line}\x1b[0m`;
  return /^\S+ warn /.test(line) ? `\x1b[33m${line}\x1b[0m` : line;
}
