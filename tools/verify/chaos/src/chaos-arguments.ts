import { parseArgs } from 'node:util';
import { badArgument, parseToolArguments, readWholeNumber } from '@earshot/ports';
import { busKinds, type BusKind, type DeploymentForm } from './deployments/deployment.js';
import { brokenBuilds, faults, shortList } from './faults/index.js';

export interface ChaosArguments {
  readonly faults: readonly string[];
  /** Builds with a known bug. The checker must catch each of them. */
  readonly brokenBuilds: readonly string[];
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

export const help = `Injects faults while calls are live, and checks that no final is lost or doubled.

  npm run chaos -- [options]

  --bus kafka|kinesis|embedded   (default kafka); embedded runs all services in one process
  --faults a,b                   inject only these faults
  --short                        a few calls and the most revealing faults, as in CI
  --broken a,b | all             run builds with a known bug instead: the checker must catch each
  --calls N                      live calls at once              (default 100; short: 8)
  --seconds N                    length of a call, longer if a fault needs it    (default 60; short: 25)
  --every N                      seconds between two finals of a track           (default 3; short: 2)
  --speed N                      1 is real time                  (default 1)
  --replicas N                   processes of each service       (default 2)
  --seed TEXT                    the same text gives the same words, audio and choices  (default earshot)
  --data-dir PATH                write all data here and keep it
  --keep                         keep the temporary data folder
  --help                         print this text

Faults:
${faults.map(({ name, description, runsOn }) => `  ${name.padEnd(24)} ${description}${runsOn.length === 1 ? ` (${runsOn[0]} only)` : ''}`).join('\n')}

Broken builds:
${brokenBuilds.map(({ name, description }) => `  ${name.padEnd(24)} ${description}`).join('\n')}
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  bus: { type: 'string', default: 'kafka' },
  faults: text,
  broken: text,
  short: flag,
  calls: text,
  seconds: text,
  every: text,
  speed: text,
  replicas: text,
  seed: { type: 'string', default: 'earshot' },
  'data-dir': text,
  keep: flag,
  help: flag,
} as const;

const usualDefaults = { calls: 100, seconds: 60, finalEverySeconds: 3 };
const shortDefaults = { calls: 8, seconds: 25, finalEverySeconds: 2 };

/** Reads the command line. Throws `BAD_ARGUMENT`. */
export function readArguments(argv: readonly string[]): ChaosArguments | 'help' {
  const { values } = parseToolArguments(() => parseArgs({ args: [...argv], options }));
  if (values.help) return 'help';
  const bus = busKinds.find((kind) => kind === values.bus);
  if (bus === undefined) throw badArgument(`--bus must be one of ${busKinds.join(', ')}`);
  if (!/^[\w.-]{1,40}$/.test(values.seed)) throw badArgument('--seed must be 1 to 40 letters, digits, dots or hyphens');
  const defaults = values.short ? shortDefaults : usualDefaults;
  return {
    ...readFaults(values, bus === 'embedded' ? 'standalone' : 'stack'),
    bus,
    seed: values.seed,
    calls: readCount('--calls', values.calls, defaults.calls),
    seconds: readPositive('--seconds', values.seconds, defaults.seconds),
    finalEverySeconds: readPositive('--every', values.every, defaults.finalEverySeconds),
    speed: readPositive('--speed', values.speed, 1),
    replicas: readCount('--replicas', values.replicas, 2),
    dataDir: values['data-dir'],
    keep: values.keep || values['data-dir'] !== undefined,
  };
}

interface FaultValues {
  readonly bus: string;
  readonly faults?: string | undefined;
  readonly broken?: string | undefined;
  readonly short: boolean;
}

function readFaults(values: FaultValues, form: DeploymentForm): Pick<ChaosArguments, 'faults' | 'brokenBuilds'> {
  const possibleFaults = faults.filter(({ runsOn }) => runsOn.includes(form)).map(({ name }) => name);
  const possibleBuilds = brokenBuilds.filter(({ fault }) => fault[form] !== undefined).map(({ name }) => name);
  const chosenBuilds = values.broken === 'all' ? possibleBuilds : readNames('broken', values, possibleBuilds);
  const chosenFaults = readNames('faults', values, possibleFaults);
  const defaultFaults = values.short ? shortList[form] : possibleFaults;
  return {
    faults: chosenBuilds?.length ? [] : (chosenFaults ?? defaultFaults),
    brokenBuilds: chosenBuilds ?? [],
  };
}

function readNames(
  option: 'faults' | 'broken',
  values: FaultValues,
  possible: readonly string[],
): readonly string[] | undefined {
  const names = values[option]?.split(',');
  if (names?.every((name) => possible.includes(name)) === false)
    throw badArgument(`--${option} with --bus ${values.bus} must be one of ${possible.join(', ')}`);
  return names;
}

const readCount = (option: string, value: string | undefined, fallback: number): number =>
  value === undefined ? fallback : readWholeNumber(option, value, { min: 1, max: 100_000 });

function readPositive(option: string, value: string | undefined, fallback: number): number {
  const number = value === undefined ? fallback : Number(value);
  if (!Number.isFinite(number) || number <= 0) throw badArgument(`${option} must be a number above 0`);
  return number;
}
