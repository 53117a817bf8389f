import type { StackLogLine } from './stack.js';

/** ANSI colours of the sources, in the order of their first lines. */
const COLOURS = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];
const WIDTH = 'transcription-1'.length;

/** Creates a function that prints the lines of all parts as one log, with the source before each line. */
export function createLogView(out: { write(text: string): void; isColoured: boolean }): (line: StackLogLine) => void {
  const colours = new Map<string, number>();
  return ({ source, line }) => {
    if (line.trim() === '') return;
    if (!colours.has(source)) colours.set(source, COLOURS[colours.size % COLOURS.length] ?? 0);
    const prefix = `${source.padEnd(WIDTH)} │`;
    const shown = removeServiceName(line, source);
    if (!out.isColoured) return out.write(`${prefix} ${shown}\n`);
    out.write(`\x1b[${colours.get(source)}m${prefix}\x1b[0m ${colourByLevel(shown)}\n`);
  };
}

/** Removes the name of the service, because the prefix already shows it. */
const removeServiceName = (line: string, source: string): string =>
  line.replace(`${source.replace(/-\d+$/, '')}: `, '');

function colourByLevel(line: string): string {
  if (/^\S+ error /.test(line)) return `\x1b[31m${line}\x1b[0m`;
  return /^\S+ warn /.test(line) ? `\x1b[33m${line}\x1b[0m` : line;
}
