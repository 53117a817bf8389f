import { readFileSync } from 'node:fs';
import { createRandom } from '../truth/random.js';
import { acknowledgeEarly, storeEveryDelivery, ignoreOwnership, restartClocks, saveEarly } from './broken-behaviour.js';
import { injectClock } from './clock.js';
import { injectDeathBehind, type DeathBehind } from './death-behind.js';
import { injectDuplicates } from './duplicates.js';
import { injectLateFinals } from './late-finals.js';
import { injectPoison } from './poison.js';

/**
 * Each service loads this before its own code (`node --import`). `EARSHOT_CHAOS` names the injections. Some of them act on a
 * command, which this module reads from a file when the process receives a signal.
 */
const { EARSHOT_CHAOS = '', EARSHOT_CHAOS_SEED = '', EARSHOT_CHAOS_COMMAND = '' } = process.env;

interface Command {
  readonly clock?: { readonly offsetMs: number };
  readonly deathBehind?: DeathBehind;
  readonly poison?: { readonly victim: string };
}

const random = createRandom(`${EARSHOT_CHAOS_SEED}/${process.pid}`);
const onCommand: ((command: Command) => void)[] = [];
const injections: Readonly<Record<string, () => void | Promise<void>>> = {
  duplicates: () => injectDuplicates(random),
  clock: () => {
    const setOffset = injectClock();
    onCommand.push(({ clock }) => clock !== undefined && setOffset(clock.offsetMs));
  },
  'death-behind': () => {
    const die = injectDeathBehind();
    onCommand.push(({ deathBehind }) => deathBehind !== undefined && die(deathBehind));
  },
  poison: () => {
    const poison = injectPoison(random);
    onCommand.push((command) => void (command.poison !== undefined && poison(command.poison.victim)));
  },
  'late-finals': injectLateFinals,
  'early-ack': acknowledgeEarly,
  'early-save': saveEarly,
  'no-dedupe': storeEveryDelivery,
  'no-fencing': ignoreOwnership,
  'clock-restarted': restartClocks,
};

for (const name of EARSHOT_CHAOS.split(',').filter((part) => part !== '')) {
  const inject = injections[name];
  if (inject === undefined) throw new Error(`EARSHOT_CHAOS: there is no injection named ${name}`);
  await inject();
}
if (onCommand.length > 0) {
  process.on('SIGUSR2', () => {
    const command = JSON.parse(readFileSync(EARSHOT_CHAOS_COMMAND, 'utf8')) as Command;
    for (const execute of onCommand) execute(command);
  });
}
