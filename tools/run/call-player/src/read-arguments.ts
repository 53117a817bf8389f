import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { badArgument, parseToolArguments, readServerUrl, readWholeNumber } from '@earshot/ports';
import type { SendAs } from './call-audio.js';
import { phoneSystems, type PhoneSystem } from './phone-system-names.js';
import { readSipUrl } from './siprec-target.js';

export const help = `Plays a WAV file into Earshot as a phone system would send it.

  npm run call -- FILE.wav [options]

FILE.wav   8 to 48 kHz, 16-bit PCM, mu-law or A-law. Mono or stereo: left customer, right agent. Up to 16
           channels are tracks; FILE.participants.json beside it says who is on them.

  --as SYSTEM        play as a phone system: twilio, talkdesk, telnyx, plivo, exotel,
                     freeswitch, jambonz, audiosocket (Asterisk), audiohook (Genesys Cloud;
                     its API key is --key) or siprec (a session border controller)
  --account ID       its account or organization                   (default call-player)
  --auth-token TOKEN sign as Twilio, Plivo and Genesys Cloud do with the secret of the account
  --url URL          the LCA WebSocket; calls with participants go to /api/v1/earshot
                     there                 (default ws://127.0.0.1:4001/api/v1/ws).
                     AudioSocket: tcp://HOST:PORT (default port 9092 of that host)
                     SIPREC: sip:HOST:PORT;transport=udp|tcp|tls (default port 5060 of that host, UDP)
  --key KEY          the access key of a source, for a server that asks for one (default EARSHOT_KEY,
                     or the key of the Earshot on this machine in EARSHOT_DATA_DIR)
  --calls N          calls at once           (default 1)
  --stagger-ms MS    pause between their starts                    (default 50)
  --speed 1|2|10|max 1 is real time          (default 1)
  --call-id ID       the call's id; with --calls, ID-1, ID-2, …    (default a new one)
  --agent NAME       the agent's name
  --from NUMBER      the customer's number
  --to NUMBER        the number that was called
  --engine NAME      request this speech engine, e.g. scripted. The server must allow it:
                     EARSHOT_ALLOW_CHOSEN_ENGINE=true npm start
  --script NAME      the script of the scripted engine; requests that engine too
                     (default with --engine scripted: the file's name without .wav)
  --chunk-ms MS      audio per message       (default 200; as a phone system 20, Exotel 100)
  --codec L16|as-is  as-is sends mu-law and A-law as stored        (default L16, as LCA clients do)
  --help             this text
`;

export interface Arguments {
  readonly file: string;
  readonly url: string;
  readonly calls: number;
  readonly staggerMs: number;
  readonly speed: number | 'max';
  readonly chunkMs?: number;
  readonly as?: PhoneSystem;
  readonly account?: string;
  readonly authToken?: string;
  readonly sendAs: SendAs;
  readonly key?: string;
  readonly callId?: string;
  readonly agentId?: string;
  readonly fromNumber?: string;
  readonly toNumber?: string;
  readonly engine?: string;
  readonly script?: string;
}

const text = { type: 'string' } as const;
const options = {
  as: text,
  account: text,
  'auth-token': text,
  url: text,
  key: text,
  calls: { type: 'string', default: '1' },
  speed: text,
  'call-id': text,
  agent: text,
  from: text,
  to: text,
  engine: text,
  script: text,
  'chunk-ms': text,
  'stagger-ms': { type: 'string', default: '50' },
  codec: text,
  help: { type: 'boolean' },
} as const;

/** Reads the command line; `help` when it asks for it. Throws `BAD_ARGUMENT`. */
export function readArguments(argv: readonly string[]): Arguments | 'help' {
  const { values, positionals } = parseToolArguments(() =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  if (values.help === true) return 'help';
  const [file, ...more] = positionals;
  if (file === undefined) throw badArgument('give a WAV file, such as samples/billing-dispute.wav');
  if (more.length > 0) throw badArgument(`give one file, not ${positionals.length}`);
  const sendAs = values.codec ?? 'L16';
  if (sendAs !== 'L16' && sendAs !== 'as-is') throw badArgument('--codec must be L16 or as-is');
  const engine = values.engine ?? (values.script === undefined ? undefined : 'scripted');
  const script = values.script ?? (engine === 'scripted' ? basename(file, extname(file)) : undefined);
  return {
    file,
    url: readUrl(values.url, values.as),
    calls: readWholeNumber('--calls', values.calls, { min: 1, max: 100_000 }),
    staggerMs: readWholeNumber('--stagger-ms', values['stagger-ms'], { min: 0, max: 60_000 }),
    speed: readSpeed(values.speed),
    sendAs,
    ...readPlaying(values['chunk-ms'], values.as),
    ...omitUndefined({
      account: values.account,
      authToken: values['auth-token'],
      key: values.key,
      callId: values['call-id'],
      agentId: values.agent,
      fromNumber: values.from,
      toNumber: values.to,
      engine,
      script,
    }),
  };
}

function readUrl(value = 'ws://127.0.0.1:4001/api/v1/ws', system?: string): string {
  if (system === 'siprec' && /^sips?:/i.test(value)) {
    readSipUrl(value);
    return value;
  }
  return readServerUrl('--url', value, system === 'audiosocket' ? ['ws', 'tcp'] : ['ws', 'wss']);
}

function readPlaying(chunkMs: string | undefined, system: string | undefined): Pick<Arguments, 'chunkMs' | 'as'> {
  const as = phoneSystems.find((name) => name === system);
  if (system !== undefined && as === undefined) throw badArgument(`--as must be one of ${phoneSystems.join(', ')}`);
  return {
    ...(chunkMs !== undefined && { chunkMs: readWholeNumber('--chunk-ms', chunkMs, { min: 1, max: 5_000 }) }),
    ...(as !== undefined && { as }),
  };
}

function readSpeed(value: string | undefined): number | 'max' {
  if (value === 'max') return 'max';
  const speed = Number(value ?? 1);
  if (!(speed > 0 && speed <= 1_000)) throw badArgument('--speed must be a number from above 0 to 1000, or max');
  return speed;
}

/** Leaves out the options that were not given. */
const omitUndefined = <T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
