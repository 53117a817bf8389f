import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePorts } from '@earshot/testing';
import { SIGNATURE_HEADER, signBody } from '../src/http/signature.js';

const key = { id: 'earshot', secret: 'a secret of thirty-two characters' };
const segment = { CallId: 'call-1', Transcript: 'Acme is cheaper' };
let folder: string;
let program: ChildProcess;
let url: string;

beforeAll(async () => {
  const doc = await readFile(join(import.meta.dirname, '../../../../docs/how-to/hooks.md'), 'utf8');
  const [, source = ''] = /```js\n([^]*?)```/.exec(doc) ?? [];
  folder = await mkdtemp(join(tmpdir(), 'earshot-receiver-'));
  const file = join(folder, 'receiver.mjs');
  await writeFile(file, source);
  const [port] = await freePorts(1);
  url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, PORT: String(port), EARSHOT_HOOK_SECRET: key.secret };
  program = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(program.stdout!, 'data');
});
afterAll(async () => {
  program.kill();
  await rm(folder, { recursive: true });
});

const ask = (body: string, signature: string) =>
  fetch(url, { method: 'POST', body, headers: { [SIGNATURE_HEADER]: signature } });

it('the receiver of the how-to answers what Earshot signed, and nothing else', async () => {
  const body = JSON.stringify(segment);
  const answer = await ask(body, signBody(body, key, Date.now()));
  expect(await answer.json()).toEqual({ CallId: 'call-1', Transcript: '*** is cheaper' });
  for (const [sent, signature] of [
    [`${body} `, signBody(body, key, Date.now())],
    [body, signBody(body, { ...key, secret: 'another secret of thirty-two chars' }, Date.now())],
    [body, signBody(body, { ...key, id: '__proto__' }, Date.now())],
    [body, signBody(body, key, Date.now() - 301_000)],
    [body, 'nothing'],
  ] as const)
    expect((await ask(sent, signature)).status).toBe(401);
});
