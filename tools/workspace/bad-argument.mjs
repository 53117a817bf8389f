/** Ends a script with one line if it was given arguments that it does not know. `advice` is a sentence that says what it takes. */
export function refuseArguments(unknown, command, advice) {
  if (unknown.length === 0) return;
  process.stderr.write(`BAD_ARGUMENT: ${command} takes no arguments such as ${unknown.join(' ')}. ${advice}\n`);
  process.exit(1);
}
