import { parseArgs } from 'node:util';
import { services, type ServiceName } from '@earshot/contracts';
import { badArgument, parseToolArguments } from '@earshot/ports';
import { stackBuses, type StackBus } from './stack.js';

export interface StackArguments {
  readonly bus: StackBus;
  readonly replicas: Partial<Record<ServiceName, number>>;
  readonly isHelp: boolean;
}

export const usage = `npm run stack [-- options]

  --bus kafka|kinesis    the bus between the services (default: kafka; kinesis runs kinesalite)
  --replicas N           number of processes of each service (default: 1)
  --replicas SERVICE=N   number of processes of one service; may be repeated
                         (${services.join(', ')})

The services read their settings from environment variables (docs/configuration.md). All data is in EARSHOT_DATA_DIR
(default: .earshot).`;

/** Parses the command line. Throws `BAD_ARGUMENT`. */
export function readArguments(args: readonly string[]): StackArguments {
  const { values } = parse(args);
  const replicas: Partial<Record<ServiceName, number>> = {};
  for (const value of values.replicas ?? []) {
    const [, name, count] = /^(?:([a-z]+)=)?(\d{1,2})$/.exec(value) ?? [];
    const named = services.filter((service) => name === undefined || service === name);
    if (count === undefined || Number(count) < 1 || named.length === 0)
      throw badArgument(`--replicas must be N or SERVICE=N, with N from 1 to 99, not ${value}`);
    for (const service of named) replicas[service] = Number(count);
  }
  const bus = stackBuses.find((kind) => kind === values.bus);
  if (bus === undefined) throw badArgument(`--bus must be ${stackBuses.join(' or ')}, not ${values.bus}`);
  return { bus, replicas, isHelp: values.help === true };
}

const parse = (args: readonly string[]) =>
  parseToolArguments(() =>
    parseArgs({
      args: [...args],
      options: {
        bus: { type: 'string', default: 'kafka' },
        replicas: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
