import { MOST_FLAKY_FILES, runJest } from './run-jest.mjs';

/** Counts passed, failed and skipped tests and steps, and prints the summary of a run. */
export class TestTotals {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #failures = [];
  #flaky = [];

  /** Runs one step and counts it: failed if it throws, skipped if it returns a reason. */
  async step(name, work) {
    process.stdout.write(`\n── ${name}\n`);
    const startedMs = Date.now();
    const elapsed = () => `${((Date.now() - startedMs) / 1000).toFixed(0)} s`;
    try {
      const outcome = await work();
      if (outcome?.skipped !== undefined) this.#skipped += 1;
      else if (outcome?.counted !== true) this.#passed += 1;
      const ending = outcome?.skipped === undefined ? `done in ${elapsed()}` : `skipped (${outcome.skipped})`;
      process.stdout.write(`── ${name}: ${ending}\n`);
    } catch (error) {
      this.#failed += 1;
      this.#failures.push(name);
      process.stdout.write(`── ${name}: FAILED (${error.message}) after ${elapsed()}\n`);
    }
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
      return { counted: true };
    });
  }

  /** Prints the failures, the flaky files and the counts. Sets the exit code. */
  report() {
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
