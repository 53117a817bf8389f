import { escapeUnprintable } from '@earshot/contracts';
import { Failure, formatToolFailure } from '@earshot/ports';
import { ConfigError } from './load-config.js';

/**
 * Runs the main function of a command. A wrong argument, a wrong setting or another expected failure ends it with its text and
 * exit code 1. A reader that closes the output, such as `head`, ends it without a word.
 */
export function runCommand(main: () => Promise<void>): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(1);
  });
  main().catch((error: unknown) => {
    const isExpected = error instanceof Failure || error instanceof ConfigError;
    const text = isExpected ? formatToolFailure(error) : String((error as Error).stack ?? error);
    process.stderr.write(`${text.split('\n').map(escapeUnprintable).join('\n')}\n`);
    process.exitCode = 1;
  });
}
