import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchIngest } from './bench-ingest.js';
import { benchLiveCalls } from './bench-live-calls.js';
import { benchLongCall } from './bench-long-call.js';
import { benchSentiment } from './bench-sentiment.js';
import { table, type Row } from './table.js';

const help = `Measures Earshot on this machine; nothing else should run beside it.

  npm run bench -- [--only ingest,live,long,sentiment] [--calls 100,300,1000] [--hours 6]
`;
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'ingest,live,long,sentiment' },
    calls: { type: 'string', default: '100,300,1000' },
    hours: { type: 'string', default: '6' },
    help: { type: 'boolean' },
  },
});
const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  ingest: benchIngest,
  live: () => benchLiveCalls(values.calls.split(',').map(Number)),
  long: () => benchLongCall(Number(values.hours)),
  sentiment: benchSentiment,
};

if (values.help === true) process.stdout.write(help);
else {
  const rows: Row[] = [];
  for (const name of values.only.split(',')) {
    const part = parts[name];
    if (part === undefined) throw new Error(`--only: no part ${name}; there are ${Object.keys(parts).join(', ')}`);
    process.stdout.write(`measuring ${name} …\n`);
    rows.push(...(await part()));
  }
  const [cpu] = cpus();
  process.stdout.write(`\n${table(rows)}\n\nMeasured on ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}; the player ran on the same machine.\n`);
}
