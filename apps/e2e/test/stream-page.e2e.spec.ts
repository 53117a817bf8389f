import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseWavHeader } from '@earshot/domain';
import { axeViolations, chromiumFlags, findFullChromium } from '@earshot/testing/chromium';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startCutProxy, type CutProxy } from './support/cut-proxy.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';
import { countBreaks, toneShares, toneWav, trackOf } from './support/tones.js';

const executablePath = findFullChromium();
if (executablePath === undefined)
  console.log('tests of calls from the browser skipped: no full Chromium on this machine');

const MICROPHONE_HZ = 440;
const TAB_HZ = 1_500;
const FRAME_BYTES = 4;
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
/** The connection that the test cuts, and what Chromium says of a camera that nobody asks for when a tab is shared. */
const expectedProblems = /WebSocket|camera is not allowed/;

/** A page that plays a tone, such as a softphone does. */
const softphone = `data:text/html,<title>Softphone</title><script>
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: ${TAB_HZ} });
  const level = new GainNode(context, { gain: 0.5 });
  tone.connect(level).connect(context.destination);
  tone.start();
</script>`;

/** What went over one connection of the page. */
interface Connection {
  readonly audio: Buffer[];
  readonly replies: { type: string; replay?: { stream: string; fromSample: number } }[];
}

(executablePath === undefined ? describe.skip : describe)('a call from the browser', () => {
  let home: string;
  let earshot: TestEarshot;
  let browser: Browser;
  let proxy: CutProxy;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-stream-'));
    const microphone = join(home, 'microphone.wav');
    await writeFile(microphone, toneWav(MICROPHONE_HZ, 60_000, 48_000));
    proxy = await startCutProxy(() => Number(new URL(earshot.ingestUrl).port));
    earshot = await startTestEarshot({
      EARSHOT_AUTH: 'local',
      EARSHOT_DEMO_ACCOUNTS: 'true',
      EARSHOT_INGEST_URL: `ws://127.0.0.1:${proxy.port}`,
      EARSHOT_UNTRANSCRIBED_AUDIO: 'serve',
    });
    browser = await chromium.launch({
      executablePath,
      // A browser that is mute captures a mute tab.
      ignoreDefaultArgs: ['--mute-audio'],
      args: [
        ...chromiumFlags,
        '--autoplay-policy=no-user-gesture-required',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}`,
        '--auto-select-tab-capture-source-by-title=Softphone',
      ],
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await earshot?.close();
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  async function openStreamPage(context: BrowserContext) {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    const connections: Connection[] = [];
    page.on('websocket', (socket) => {
      if (!socket.url().endsWith('/api/v1/earshot')) return;
      const connection: Connection = { audio: [], replies: [] };
      connections.push(connection);
      socket.on('framesent', ({ payload }) => {
        if (typeof payload !== 'string') connection.audio.push(payload);
      });
      socket.on('framereceived', ({ payload }) => connection.replies.push(JSON.parse(String(payload)) as never));
    });
    await page.goto(`${earshot.httpUrl}/stream`);
    await page.getByRole('heading', { name: 'Stream a call' }).waitFor();
    return { page, problems, connections };
  }

  /** Waits until a connection has sent this many more audio messages. Each one is a tenth of a second. */
  const untilSent = async (page: Page, connections: readonly Connection[], at: number, messages: number) => {
    const target = (connections[at]?.audio.length ?? 0) + messages;
    while ((connections[at]?.audio.length ?? 0) < target) await page.waitForTimeout(50);
  };

  /** The recording, when it is as long as what was sent. */
  const fetchRecording = async (page: Page, callId: string, bytes: number) => {
    for (;;) {
      const wav = await (await page.request.get(`${earshot.httpUrl}/recordings/${callId}.wav`)).body();
      const header = parseWavHeader(wav);
      if (header.ok && wav.length - header.value.dataOffset >= bytes)
        return { ...header.value, samples: wav.subarray(header.value.dataOffset) };
      await page.waitForTimeout(100);
    }
  };

  const fetchLedger = async (page: Page, callId: string) => {
    const query = 'query ($id: ID!) { call(id: $id) { agentId ledger { track gapMs pausedMs } } }';
    const answer = await page.request.post(`${earshot.httpUrl}/graphql`, {
      headers: { origin: earshot.httpUrl },
      data: { query, variables: { id: callId } },
    });
    const { data } = (await answer.json()) as { data: { call: { agentId: string; ledger: Record<string, number>[] } } };
    return data.call;
  };

  it('is stored byte for byte as the page captured it, over a lost connection and a pause', async () => {
    const context = await browser.newContext({ ...phone, permissions: ['microphone'] });
    await (await context.newPage()).goto(softphone);
    const { page, problems, connections } = await openStreamPage(context);
    await page.getByLabel('Agent', { exact: true }).fill('Robin');
    await page.getByRole('button', { name: 'Start the call' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await untilSent(page, connections, 0, 12);
    proxy.cut();
    while (connections[1]?.replies.length !== 1) await page.waitForTimeout(50);
    await untilSent(page, connections, 1, 8);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused. Your browser sends silence.').waitFor();
    await untilSent(page, connections, 1, 5);
    await page.getByRole('button', { name: 'Resume' }).click();
    await untilSent(page, connections, 1, 5);
    const path = (await page.getByRole('link', { name: 'Open the call' }).getAttribute('href')) ?? '';
    const callId = path.slice('/calls/'.length);
    await page.getByRole('button', { name: 'End the call' }).click();
    await page.getByText('Earshot has all of it').waitFor();

    const sent = joinSent(connections);
    const { samples, sampleRateHz } = await fetchRecording(page, callId, sent.length);
    expect([samples.length, Buffer.compare(samples, sent)]).toEqual([sent.length, 0]);
    const { agentId, ledger } = await fetchLedger(page, callId);
    expect([agentId, ledger.map(({ track, gapMs }) => [track, gapMs])]).toEqual([
      'Robin',
      [
        [0, 0],
        [1, 0],
      ],
    ]);
    for (const { pausedMs } of ledger) expect(pausedMs).toBeGreaterThanOrEqual(300);

    expectTones(samples, sampleRateHz);
    expect(problems.filter((text) => !expectedProblems.test(text))).toEqual([]);
    await context.close();
  }, 120_000);

  it('is not sent when the browser may not capture it, and the page says why', async () => {
    const context = await browser.newContext(phone);
    const { page, connections } = await openStreamPage(context);
    await page.getByLabel('A browser tab').uncheck();
    await page.getByRole('button', { name: 'Start the call' }).click();
    await page.getByRole('alert').getByText('The browser was not allowed to capture the sound').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(connections).toEqual([]);
    await context.close();
  }, 60_000);
});

/** What ingest took of both connections: what the first one had on its way when it was lost came again over the second one. */
function joinSent(connections: readonly Connection[]): Buffer {
  const [first, second] = connections;
  if (first === undefined || second === undefined) throw new Error('there are no two connections');
  const [began, resumed] = [first, second].map(({ replies }) => replies[0]?.replay);
  if (began === undefined || resumed?.stream !== began.stream) throw new Error('the stream did not go on');
  return Buffer.concat([Buffer.concat(first.audio).subarray(0, resumed.fromSample * FRAME_BYTES), ...second.audio]);
}

/** The tab is the customer, and the microphone the agent. A browser on a busy machine may break a tone now and then. */
function expectTones(samples: Uint8Array, sampleRateHz: number): void {
  const [customer, agent] = [trackOf(samples, 0, 2), trackOf(samples, 1, 2)];
  const share = (track: Int16Array, hz: number) => median(toneShares(track, hz, sampleRateHz));
  expect(share(agent, MICROPHONE_HZ)).toBeGreaterThan(0.99);
  expect(share(agent, TAB_HZ)).toBeLessThan(0.001);
  expect(share(customer, MICROPHONE_HZ)).toBeLessThan(0.001);
  expect(share(customer, TAB_HZ)).toBeGreaterThan(0.99);
  // A page that loses, shifts or doubles a sample of each 128 breaks the tone five times as often at least.
  const mostBreaks = agent.length / 640;
  expect(countBreaks(customer, TAB_HZ, sampleRateHz)).toBeLessThan(mostBreaks);
  expect(countBreaks(agent, MICROPHONE_HZ, sampleRateHz)).toBeLessThan(mostBreaks);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
