import asyncHooks, { createHook } from 'node:async_hooks';
import { relative } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { FileCost } from './tools/workspace/file-cost.mjs';

/** Sockets and child processes need a moment to close after their owner let go. */
const GRACE_MS = 10_000;
const LOOK_MS = 20;
/** A time limit only ends what hangs: several files share the cores, so a test may take many times longer than alone. */
const SHORTEST_LIMIT_MS = 180_000;
/** Ends by itself: work on files and names, and what the engine does between two turns. */
const PASSING = /^(FSReq|FileHandle|GetAddrInfo|GetNameInfo|Immediate|TickObject|Promise|Microtask)/;

/**
 * Fails a test file that leaves a handle open (server, socket, process, timer), by its name. Jest itself only says so for
 * the whole run, and then waits for ever or kills the process. `EARSHOT_HANDLE_STACKS=1` prints where each was opened.
 * Also records what the file costs, and lengthens time limits that a busy machine could reach.
 */
export default class EnvironmentWithoutLeaks extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.cost = new FileCost();
    this.file = relative(import.meta.dirname, context.testPath);
  }

  handleTestEvent({ name, test, hook }) {
    if (name === 'run_start') this.cost.markLoaded();
    const limited = { test_start: test, hook_start: hook }[name];
    if (limited?.timeout < SHORTEST_LIMIT_MS) limited.timeout = SHORTEST_LIMIT_MS;
  }

  async setup() {
    await super.setup();
    if (process.env.EARSHOT_HANDLE_STACKS) this.stacks = recordStacks();
    // Their first use opens a pipe that stays with the process.
    void [process.stdout, process.stderr];
    this.openBefore = countHandles();
    this.storages = recordAsyncStorages();
  }

  async teardown() {
    const before = this.openBefore;
    await super.teardown();
    this.storages.disable();
    const untilMs = Date.now() + GRACE_MS;
    let leaked = leakedHandles(before);
    while (leaked.length > 0 && Date.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      leaked = leakedHandles(before);
    }
    this.cost.record(this.file);
    this.stacks?.print(leaked.length > 0);
    if (leaked.length > 0)
      throw new Error(
        `This file leaves open: ${leaked.join(', ')}. Close it in afterEach or afterAll; EARSHOT_HANDLE_STACKS=1 prints where it was opened.`,
      );
  }
}

/**
 * Node copies the value of every `AsyncLocalStorage` that was used into each new promise, also of those whose file is over.
 * After some files of the gateway that took 7 % of the processor time. Node 24 has no such list, and there the class cannot be replaced.
 */
function recordAsyncStorages() {
  const { value: AsyncLocalStorage, writable } = Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage');
  if (writable !== true) return { disable() {} };
  const made = [];
  asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
    constructor(...options) {
      super(...options);
      made.push(this);
    }
  };
  return {
    disable() {
      asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
      for (const storage of made) storage.disable();
    },
  };
}

/** Costs too much for every run: a stack for each handle that is made. */
function recordStacks() {
  const open = new Map();
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (/^(Timeout|TCP|PIPE|PROCESS|TLS|UDP|HTTP|Worker|MESSAGEPORT)/i.test(type))
        open.set(id, { type, stack: new Error().stack, resource: new WeakRef(resource) });
    },
    destroy: (id) => open.delete(id),
  }).enable();
  return {
    print(anyLeaked) {
      hook.disable();
      if (!anyLeaked) return;
      for (const { type, stack, resource } of open.values())
        if (resource.deref()?.hasRef?.() !== false)
          process.stderr.write(`${type}${(stack ?? '').split('\n').slice(3, 14).join('\n')}\n`);
    },
  };
}

function countHandles() {
  const counts = new Map();
  for (const name of process.getActiveResourcesInfo())
    if (!PASSING.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const leakedHandles = (before) =>
  [...countHandles()]
    .map(([name, count]) => [name, count - (before.get(name) ?? 0)])
    .filter(([, more]) => more > 0)
    .map(([name, more]) => `${more} ${name}`);
