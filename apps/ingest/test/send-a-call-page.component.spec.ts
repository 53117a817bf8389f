import { readFileSync } from 'node:fs';
import { expect, describe, it } from '@jest/globals';
import { callRefusals, participantRoles, rosterRefusals, type CallRefusalCode } from '@earshot/contracts';
import { earshotErrors, earshotMessages } from '@earshot/media/earshot';
import { refusalCloseCodes } from '@earshot/media/session';
import { bytes, ingestPerTest } from './ingest-steps.js';

const open = ingestPerTest();
const page = readFileSync(new URL('../../../docs/how-to/send-a-call.md', import.meta.url), 'utf8');
const messagesIn = (kind: string) =>
  [...page.matchAll(new RegExp(`\`\`\`json${kind}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, text]) => JSON.parse(text ?? '') as Record<string, unknown>,
  );
/** The cells of each row whose first cell is a code. */
const rows = page
  .split('\n')
  .filter((line) => /^\| `[A-Z_]+` /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, code = '', close = '']) => [code.replaceAll('`', ''), close] as const);
/** 200 ms of three tracks, µ-law at 8 kHz. */
const CHUNK = 4_800;

describe('docs/how-to/send-a-call.md', () => {
  it('has every message of the protocol, and the server takes them as they stand there', async () => {
    const sent = messagesIn('');
    expect(sent.map(({ type }) => type).sort()).toEqual(Object.keys(earshotMessages).sort());
    const ingest = await open();
    const client = await ingest.earshotClient();
    for (const message of sent) {
      if (message.type !== 'start') await client.audio(bytes(CHUNK));
      if (message.type === 'end') await client.audio(bytes(CHUNK));
      client.text(message);
    }
    await client.reply('ended');
    expect(client.replies).toEqual(messagesIn(' reply'));
  });

  it('shows an error as the server sends it', async () => {
    const [shown] = messagesIn(' error');
    const [start] = messagesIn('');
    const ingest = await open();
    const client = await ingest.earshotClient();
    client.text(start ?? {});
    client.text({ type: 'track.assigned', track: 3, participantId: null });
    expect(await client.reply('error')).toEqual(shown);
  });

  it('lists every field of start and every role', () => {
    const fields = Object.keys(earshotMessages.start.shape).filter((field) => field !== 'type');
    expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
    expect(participantRoles.filter((role) => !page.includes(`\`${role}\``))).toEqual([]);
  });

  it('lists every error code once, with the code that closes its socket', () => {
    const closeOf = (code: string): string => {
      if (code in refusalCloseCodes) return String(refusalCloseCodes[code as CallRefusalCode]);
      if (code === 'WRONG_PROTOCOL') return '1003';
      return code.endsWith('_TOO_LARGE') ? '1009' : '';
    };
    const codes = ['WRONG_PROTOCOL', ...[earshotErrors, rosterRefusals, callRefusals].flatMap(Object.keys)];
    expect([...rows].sort()).toEqual(codes.map((code) => [code, closeOf(code)]).sort());
  });
});
