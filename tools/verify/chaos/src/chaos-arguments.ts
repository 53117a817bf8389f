import { parseArgs } from 'node:util';
import { brokenBuilds, faults, shortList } from './faults/index.js';
import { busKinds, type BusKind } from './sites/site.js';

/** What the command line asks for. */
export interface ChaosArguments {
  readonly faults: readonly string[];
  /** Builds that are wrong on purpose, to be caught instead of faults to be survived. */
  readonly broken: readonly string[];
  readonly calls: number;
  readonly seconds: number;
  readonly speed: number;
  readonly seed: string;
  readonly finalEverySeconds: number;
  readonly replicas: number;
  readonly bus: BusKind;
  readonly dataDir: string | undefined;
  readonly keep: boolean;
}

export const help = `Proves that no final word is lost or doubled, whatever dies.

  npm run chaos -- [options]

  --bus kafka|kinesis|embedded   kafka unless said; embedded is the standalone form
  --faults a,b                   only these
  --short                        a few calls, the most telling faults: what CI runs
  --broken a,b | all             builds that are wrong on purpose: the checker must catch each
  --calls N                      live calls at once (100; short: 8)
  --seconds N                    length of a call, at least what the fault needs (60; short: 25)
  --every N                      seconds between finals of a channel (3; short: 2)
  --speed N                      times real time (1)
  --replicas N                   processes of each service (2)
  --seed TEXT                    the same text, the same words, audio and choices (earshot)
  --data-dir PATH, --keep        where everything is written, and whether it stays

Faults:
${faults.map(({ name, says, runsOn }) => `  ${name.padEnd(24)} ${says}${runsOn.length === 1 ? ` (${runsOn[0]} only)` : ''}`).join('\n')}

Broken builds:
${brokenBuilds.map(({ name, says }) => `  ${name.padEnd(24)} ${says}`).join('\n')}
`;

/** Reads the command line; throws an `Error` in words for who typed it. */
export function readArguments(argv: readonly string[]): ChaosArguments | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      bus: { type: 'string', default: 'kafka' },
      faults: { type: 'string' },
      broken: { type: 'string' },
      short: { type: 'boolean', default: false },
      calls: { type: 'string' },
      seconds: { type: 'string' },
      every: { type: 'string' },
      speed: { type: 'string' },
      replicas: { type: 'string' },
      seed: { type: 'string', default: 'earshot' },
      'data-dir': { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const bus = busKinds.find((kind) => kind === values.bus);
  if (bus === undefined) throw new Error(`--bus: one of ${busKinds.join(', ')}`);
  const form = bus === 'embedded' ? 'standalone' : 'stack';
  const possible = faults.filter(({ runsOn }) => runsOn.includes(form)).map(({ name }) => name);
  const breakable = brokenBuilds.filter(({ fault }) => fault[form] !== undefined).map(({ name }) => name);
  const broken = values.broken === 'all' ? breakable : (values.broken?.split(',') ?? []);
  for (const name of broken)
    if (!breakable.includes(name)) throw new Error(`--broken: on ${bus} there are ${breakable.join(', ')}`);
  const asked = values.faults?.split(',') ?? (values.short ? shortList[form] : possible);
  for (const name of asked)
    if (!possible.includes(name)) throw new Error(`--faults: on ${bus} there are ${possible.join(', ')}`);
  if (!/^[\w.-]{1,40}$/.test(values.seed)) throw new Error('--seed: 1 to 40 letters, digits, dots, hyphens');
  const usual = values.short ? { calls: 8, seconds: 25, every: 2 } : { calls: 100, seconds: 60, every: 3 };
  return {
    faults: broken.length > 0 ? [] : asked,
    broken,
    bus,
    seed: values.seed,
    calls: positive('--calls', values.calls, usual.calls),
    seconds: positive('--seconds', values.seconds, usual.seconds),
    finalEverySeconds: positive('--every', values.every, usual.every),
    speed: positive('--speed', values.speed, 1),
    replicas: positive('--replicas', values.replicas, 2),
    dataDir: values['data-dir'],
    keep: values.keep || values['data-dir'] !== undefined,
  };
}

function positive(name: string, text: string | undefined, usual: number): number {
  const value = text === undefined ? usual : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name}: a number above 0`);
  return value;
}
