import { parseArgs } from 'node:util';
import { badArgument, formatToolFailure, parseToolArguments, readServerUrl } from '@earshot/ports';
import { totalGapMs, transcribeCall } from './transcribe-call.js';

const help = `Transcribes the recorded audio of a call that no engine has transcribed yet.

  npm run transcribe -- CALL_ID [--url http://127.0.0.1:4000/graphql] [--key KEY]

KEY: an access key that may transcribe, for a server that asks for one; default EARSHOT_KEY.
`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help === true) return void process.stdout.write(help);
  const [callId, ...more] = positionals;
  if (callId === undefined) throw badArgument('give the id of a call');
  if (more.length > 0) throw badArgument(`give one id of a call, not ${positionals.length}`);
  const ledger = await transcribeCall({
    callId,
    key: values.key ?? (process.env.EARSHOT_KEY || undefined),
    url: readServerUrl('--url', values.url, ['http', 'https']),
    onProgress: (current) => process.stdout.write(`  not transcribed yet: ${toSeconds(totalGapMs(current))} s\n`),
  });
  for (const { track, participant, transcribedMs, receivedMs } of ledger) {
    const who = participant === null ? 'nobody' : (participant.name ?? participant.role);
    process.stdout.write(
      `track ${track}, ${who}: ${toSeconds(transcribedMs)} of ${toSeconds(receivedMs)} s transcribed\n`,
    );
  }
}

/** Parses the command line. Throws `BAD_ARGUMENT`. */
const readArguments = () =>
  parseToolArguments(() =>
    parseArgs({
      allowPositionals: true,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
        key: { type: 'string' },
        help: { type: 'boolean' },
      },
    }),
  );

const toSeconds = (ms: number): string => (ms / 1_000).toFixed(1);

main().catch((error: unknown) => {
  process.stderr.write(`${formatToolFailure(error)}\n`);
  process.exitCode = 1;
});
