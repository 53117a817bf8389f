import { afterEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '../../..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string; dependencies?: Record<string, string> }>;
};

let close = () => Promise.resolve();
afterEach(() => close());

/** A registry on this machine that answers what `npm audit` asks. Returns its URL and the names of the packages it was asked about. */
async function startRegistry(vulnerable: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const advisories = Object.entries(vulnerable).map(([name, severity]) => [name, [createAdvisory(severity)]]);
  const answer = async (request: IncomingMessage): Promise<object> => {
    if (request.method !== 'POST') return describePackage(request.url ?? '');
    const body = await buffer(request);
    const question = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    asked.push(...Object.keys(JSON.parse(question.toString()) as object));
    return Object.fromEntries(advisories) as object;
  };
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await answer(request)));
  });
  return { url: await listen(server), asked };
}

/** A package as a registry describes it, as if there were no version of it but the installed one. */
function describePackage(path: string) {
  const name = decodeURIComponent(path.slice(1));
  const { version, dependencies } = packages[`node_modules/${name}`] ?? { version: '0.0.0' };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dependencies } } };
}

const createAdvisory = (severity: string) => ({
  id: 1,
  url: 'https://advisories.example.org/1',
  title: 'A frame can stop the process',
  severity,
  vulnerable_versions: '*',
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Runs `npm run advisories` with the registry at `url`, and with a cache of its own, so that no earlier answer counts. */
async function runAdvisories(url: string) {
  const cache = await mkdtemp(join(tmpdir(), 'earshot-advisories-'));
  try {
    const child = spawn(process.execPath, [join(root, 'tools/workspace/advisories.mjs')], {
      env: { ...process.env, NODE_OPTIONS: '', npm_config_registry: url, npm_config_cache: cache },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close') as Promise<[number]>;
    return { output: await text(child.stdout), exitCode: (await ended)[0] };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

it.each(['high', 'critical'])('fails for an advisory of severity %s, and names it', async (severity) => {
  const registry = await startRegistry({ uplot: severity });
  expect(await runAdvisories(registry.url)).toEqual({
    output:
      `${severity}: uplot *: A frame can stop the process (https://advisories.example.org/1)\n` +
      '1 of severity high or critical, 0 of a lower one\n',
    exitCode: 1,
  });
});

it('names what is vulnerable through another package', async () => {
  const registry = await startRegistry({ avvio: 'high' });
  const { output, exitCode } = await runAdvisories(registry.url);
  expect(output).toMatch(/^high: fastify .+, through .*avvio/m);
  expect(exitCode).toBe(1);
});

it('counts an advisory of a lower severity, and passes', async () => {
  const registry = await startRegistry({ uplot: 'moderate' });
  expect(await runAdvisories(registry.url)).toEqual({
    output: '0 of severity high or critical, 1 of a lower one\n',
    exitCode: 0,
  });
});

it('asks about what is shipped, and not about what only tests use', async () => {
  const registry = await startRegistry({});
  expect(await runAdvisories(registry.url)).toEqual({ output: 'No known vulnerability.\n', exitCode: 0 });
  expect(registry.asked).toEqual(expect.arrayContaining(['ws', 'pg', 'kafkajs', 'react']));
  expect(registry.asked).not.toContain('jest');
});

it('says "not checked" and why where a registry answers no such question, with an exit code of its own', async () => {
  const url = await listen(createServer((_, response) => response.writeHead(405, { allow: 'GET' }).end()));
  expect(await runAdvisories(url)).toEqual({
    output: expect.stringMatching(/^not checked: 405 Method Not Allowed - POST .+\n$/),
    exitCode: 2,
  });
});

it('says "not checked" and why where no registry can be reached', async () => {
  const url = await listen(createServer());
  await close();
  close = () => Promise.resolve();
  const { output, exitCode } = await runAdvisories(url);
  expect(output).toMatch(/^not checked: .+ECONNREFUSED.+\n$/);
  expect(exitCode).toBe(2);
});
