import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchHandshake } from './bench-handshake.js';
import { benchIngest } from './bench-ingest.js';
import { benchList } from './bench-list.js';
import { benchLiveCalls } from './bench-live-calls.js';
import { benchLongCall } from './bench-long-call.js';
import { benchRedaction } from './bench-redaction.js';
import { benchSentiment } from './bench-sentiment.js';
import { benchSlowReaders } from './bench-slow-readers.js';
import { benchSpeech } from './bench-speech.js';
import { formatTable, type Measurement } from './format-table.js';

const ALL = 'ingest,handshake,live,long,slow-readers,list,sentiment,redaction,speech';
const help = `Measures Earshot on this machine. Run nothing else at the same time.

  npm run bench -- [--only ${ALL}] [--calls 100,300,1000] [--hours 6] [--stored 1000000]
                  [--dialogues 2000] [--misses 0] [--held-out-misses]

All parts together take about half an hour.
`;
/** Ends the program with one line. */
function refuse(problem: string): never {
  process.stderr.write(`BAD_ARGUMENT: ${problem}. See --help.\n`);
  process.exit(1);
}

const { values } = readArguments();

function readArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string', default: ALL },
        calls: { type: 'string', default: '100,300,1000' },
        hours: { type: 'string', default: '6' },
        stored: { type: 'string', default: '1000000' },
        dialogues: { type: 'string', default: '2000' },
        misses: { type: 'string', default: '0' },
        'held-out-misses': { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    return refuse((error as Error).message);
  }
}
const parts: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  ingest: benchIngest,
  handshake: benchHandshake,
  live: () => benchLiveCalls(values.calls.split(',').map(Number)),
  long: () => benchLongCall(Number(values.hours)),
  'slow-readers': benchSlowReaders,
  list: () => benchList(Number(values.stored)),
  sentiment: benchSentiment,
  speech: benchSpeech,
  redaction: () =>
    benchRedaction(Number(values.dialogues), {
      count: Number(values.misses),
      halves: values['held-out-misses'] ? ['development', 'held-out'] : ['development'],
    }),
};

if (values.help === true) process.stdout.write(help);
else {
  const measurements: Measurement[] = [];
  const [load = 0] = loadavg();
  for (const name of values.only.split(',')) {
    const part = parts[name];
    if (part === undefined) refuse(`--only: there is no part ${name}, only ${Object.keys(parts).join(', ')}`);
    process.stdout.write(`measuring ${name} …\n`);
    measurements.push(...(await part()));
  }
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  process.stdout.write(
    `\n${formatTable(measurements)}\n\nMeasured on ${machine}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}; players and subscribers ran on the same machine; load before the start ${load.toFixed(1)}.\n`,
  );
}
