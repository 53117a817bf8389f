import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { badArgument, Failure, formatToolFailure, parseToolArguments, readWholeNumber } from '@earshot/ports';
import { formatTable, type Measurement } from './format-table.js';

const ALL =
  'ingest,handshake,live,long,slow-readers,list,sentiment,redaction,speech,words,delays,crowd,heard,transcribe';
const help = `Measures Earshot on this machine. Run nothing else at the same time.

  npm run bench -- [--only ${ALL}] [--calls 100,300,1000] [--hours 6] [--minutes 180] [--crowd 10] [--stored 1000000]
                  [--dialogues 2000] [--misses 0] [--held-out-misses]
                  [--recordings ../shared/data/calls] [--references FOLDER]

All parts together take about 70 minutes; transcribe takes seven, because its audio comes in real time.
`;

const options = {
  only: { type: 'string', default: ALL },
  calls: { type: 'string', default: '100,300,1000' },
  hours: { type: 'string', default: '6' },
  crowd: { type: 'string', default: '10' },
  minutes: { type: 'string', default: '180' },
  stored: { type: 'string', default: '1000000' },
  dialogues: { type: 'string', default: '2000' },
  misses: { type: 'string', default: '0' },
  'held-out-misses': { type: 'boolean', default: false },
  recordings: { type: 'string', default: '../shared/data/calls' },
  references: { type: 'string', default: '../shared/data/references' },
  help: { type: 'boolean', default: false },
} as const;

interface BenchArguments {
  readonly isHelp: boolean;
  /** The parts to measure, by name, in the order that was asked for. */
  readonly parts: readonly (readonly [name: string, measure: () => Promise<Measurement[]>])[];
}

/** Parses the command line, before anything is measured. Throws `BAD_ARGUMENT`. */
function readArguments(argv: readonly string[]): BenchArguments {
  const { values } = parseToolArguments(() => parseArgs({ args: [...argv], options }));
  const calls = values.calls.split(',').map((count) => readWholeNumber('--calls', count, { min: 1, max: 100_000 }));
  const hours = readWholeNumber('--hours', values.hours, { min: 1, max: 1_000 });
  const minutes = readWholeNumber('--minutes', values.minutes, { min: 1, max: 10_000 });
  const crowd = readWholeNumber('--crowd', values.crowd, { min: 1, max: 1_000 });
  const stored = readWholeNumber('--stored', values.stored, { min: 1, max: 100_000_000 });
  const dialogues = readWholeNumber('--dialogues', values.dialogues, { min: 1, max: 10_000_000 });
  const misses = readWholeNumber('--misses', values.misses, { min: 0, max: 1_000_000 });
  // Imported on use: a measurement loads all of Earshot, and a wrong argument should be refused at once.
  const all: Readonly<Record<string, BenchArguments['parts'][number][1]>> = {
    ingest: async () => (await import('./bench-ingest.js')).benchIngest(),
    handshake: async () => (await import('./bench-handshake.js')).benchHandshake(),
    live: async () => (await import('./bench-live-calls.js')).benchLiveCalls(calls),
    long: async () => (await import('./bench-long-call.js')).benchLongCall(hours),
    'slow-readers': async () => (await import('./bench-slow-readers.js')).benchSlowReaders(),
    list: async () => (await import('./bench-list.js')).benchList(stored),
    sentiment: async () => (await import('./bench-sentiment.js')).benchSentiment(),
    speech: async () => (await import('./bench-speech.js')).benchSpeech(),
    words: async () => {
      const { benchWords } = await import('./bench-words.js');
      return benchWords({ recordings: values.recordings, references: values.references });
    },
    delays: async () => (await import('./bench-delays.js')).benchDelays(),
    crowd: async () => (await import('./bench-crowd.js')).benchCrowd(crowd),
    heard: async () => (await import('./bench-heard-call.js')).benchHeardCall(minutes),
    transcribe: async () => (await import('./bench-transcribe.js')).benchTranscribe(),
    redaction: async () => {
      const { benchRedaction } = await import('./bench-redaction.js');
      return benchRedaction(dialogues, {
        count: misses,
        halves: values['held-out-misses'] ? ['development', 'held-out'] : ['development'],
      });
    },
  };
  const parts = values.only.split(',').map((name) => {
    const measure = all[name];
    if (measure === undefined) throw badArgument(`--only must be one or more of ${ALL}, not ${name}`);
    return [name, measure] as const;
  });
  return { isHelp: values.help, parts };
}

async function main(): Promise<void> {
  const { isHelp, parts } = readArguments(process.argv.slice(2));
  if (isHelp) return void process.stdout.write(help);
  const measurements: Measurement[] = [];
  const [load = 0] = loadavg();
  for (const [name, measure] of parts) {
    process.stdout.write(`measuring ${name} …\n`);
    measurements.push(...(await measure()));
  }
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  process.stdout.write(
    `\n${formatTable(measurements)}\n\nMeasured on ${machine}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}; players and subscribers ran on the same machine; load before the start ${load.toFixed(1)}.\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Failure ? formatToolFailure(error) : String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
