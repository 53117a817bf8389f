import { parseArgs } from 'node:util';
import { totalGapMs, transcribeCall } from './transcribe-call.js';

const help = `Transcribes the recorded audio of a call that no engine has transcribed yet.

  npm run transcribe -- CALL_ID [--url http://127.0.0.1:4000/graphql]
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' }, help: { type: 'boolean' } },
  });
  const callId = positionals[0];
  if (values.help === true || callId === undefined) {
    process.stdout.write(help);
    process.exitCode = values.help === true ? 0 : 1;
    return;
  }
  const ledger = await transcribeCall({
    callId,
    url: values.url,
    onProgress: (current) => process.stdout.write(`  not transcribed yet: ${toSeconds(totalGapMs(current))} s\n`),
  });
  for (const { track, participant, transcribedMs, receivedMs } of ledger) {
    const who = participant === null ? 'nobody' : (participant.name ?? participant.role);
    process.stdout.write(
      `track ${track}, ${who}: ${toSeconds(transcribedMs)} of ${toSeconds(receivedMs)} s transcribed\n`,
    );
  }
}

const toSeconds = (ms: number): string => (ms / 1_000).toFixed(1);

main().catch((error: unknown) => {
  const isBadArgument = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(
    `${isBadArgument ? 'BAD_ARGUMENT: ' : ''}${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
