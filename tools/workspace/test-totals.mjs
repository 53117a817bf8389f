import { MOST_FLAKY_FILES, runJest } from './run-jest.mjs';

/** Counts passed, failed and skipped tests and steps, and prints the summary of a run. */
export class TestTotals {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #failures = [];
  #flaky = [];
  #steps = [];
  #costs = [];

  /** Runs one step and counts it: failed if it throws, skipped if it returns a reason. */
  async step(name, work) {
    process.stdout.write(`\n── ${name}\n`);
    const startedMs = Date.now();
    const elapsedSeconds = () => (Date.now() - startedMs) / 1000;
    const elapsed = () => `${elapsedSeconds().toFixed(0)} s`;
    let outcome;
    try {
      outcome = await work();
      if (outcome?.skipped !== undefined) this.#skipped += 1;
      else if (outcome?.counted !== true) this.#passed += 1;
      const ending = outcome?.skipped === undefined ? `done in ${elapsed()}` : `skipped (${outcome.skipped})`;
      process.stdout.write(`── ${name}: ${ending}\n`);
    } catch (error) {
      this.#failed += 1;
      this.#failures.push(name);
      process.stdout.write(`── ${name}: FAILED (${error.message}) after ${elapsed()}\n`);
    }
    this.#steps.push({ name, seconds: elapsedSeconds(), cpuSeconds: outcome?.cpuSeconds });
  }

  /** Runs jest as a step and counts its tests one by one. `options.node` may be a promise: a Node that is still being fetched. */
  jestStep(name, args, options) {
    return this.step(name, async () => {
      const result = await runJest(args, { ...options, node: await options?.node });
      this.#passed += result.passed;
      this.#failed += result.failed;
      this.#skipped += result.skipped;
      this.#flaky.push(...result.flaky);
      if (result.failures.length > 0) this.#failures.push(name, ...result.failures.map((line) => `  ${line}`));
      for (const test of result.skips) process.stdout.write(`skipped: ${test}\n`);
      // Another Node runs files that are in the list already.
      if (options?.node === undefined) this.#costs.push(...result.costs);
      return { counted: true, cpuSeconds: result.costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) };
    });
  }

  /** Prints what took long, the failures, the flaky files and the counts. Sets the exit code. */
  report() {
    process.stdout.write(formatCosts(this.#steps, this.#costs));
    if (this.#flaky.length > MOST_FLAKY_FILES) {
      this.#failed += 1;
      this.#failures.push(`${this.#flaky.length} files are flaky; at most ${MOST_FLAKY_FILES} may be`);
    }
    if (this.#failures.length > 0) process.stdout.write(`\nFailed:\n${this.#failures.join('\n')}\n`);
    if (this.#flaky.length > 0)
      process.stdout.write(
        `\nFlaky (failed, then passed alone): ${this.#flaky.length}\n  ${this.#flaky.join('\n  ')}\n`,
      );
    process.stdout.write(`\n${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped\n`);
    process.exitCode = this.#failed === 0 ? 0 : 1;
  }
}

const MOST_EXPENSIVE_FILES = 10;

/** Two tables: the steps, and the test files that used the most processor time. Steps that ran at the same time share the cores. */
export function formatCosts(steps, costs) {
  const expensive = costs.toSorted((one, other) => other.cpuSeconds - one.cpuSeconds).slice(0, MOST_EXPENSIVE_FILES);
  const stepRows = steps.map((step) => [inSeconds(step.seconds), inSeconds(step.cpuSeconds), step.name]);
  const fileRows = expensive.map((cost) => [
    ...[inSeconds(cost.seconds), inSeconds(cost.cpuSeconds), inSeconds(cost.loadCpuSeconds)],
    cost.file,
  ]);
  return (
    formatTable([['seconds', 'CPU', 'step'], ...stepRows]) +
    (fileRows.length === 0
      ? ''
      : formatTable([['seconds', 'CPU', 'to load', 'most expensive test files'], ...fileRows]))
  );
}

const inSeconds = (seconds) => (seconds === undefined ? '' : seconds.toFixed(1));

/** All columns but the last one are numbers. */
const formatTable = (rows) =>
  `\n${rows.map((row) => row.map((cell, at) => (at < row.length - 1 ? cell.padStart(8) : `  ${cell}`)).join('')).join('\n')}\n`;
