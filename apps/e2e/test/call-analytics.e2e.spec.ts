import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { playCall, type CallAudio } from '@earshot/call-player';
import { fakeTranscribeCredentials, startAmazonTranscribe, type TranscribeServer } from '@earshot/testing';
import { checkPage } from './support/check-page.js';
import { query, untilCall } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const RATE_HZ = 8_000;
const SECONDS = 8;
const credentials = {
  AWS_ACCESS_KEY_ID: fakeTranscribeCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: fakeTranscribeCredentials.secretAccessKey,
};
const earlier = { ...process.env };
let server: TranscribeServer;
let earshot: TestEarshot;

beforeEach(async () => {
  Object.assign(process.env, credentials);
  server = await startAmazonTranscribe();
  earshot = await startTestEarshot({
    SPEECH_ENGINE: 'amazon-transcribe',
    AWS_REGION: 'eu-central-1',
    TRANSCRIBE_ENDPOINT: server.endpoint,
    TRANSCRIBE_API_MODE: 'analytics',
    TRANSCRIBE_PII_IDENTIFICATION: 'true',
  });
}, 120_000);
afterEach(async () => {
  await earshot.close();
  await server.dispose();
  process.env = earlier;
}, 60_000);

/** Two tracks. A burst of level n on the first one is the word `w<n>` for the local service. */
function speak(...bursts: readonly { startMs: number; level: number }[]): CallAudio {
  const samples = new Int16Array(SECONDS * RATE_HZ * 2);
  for (const { startMs, level } of bursts) {
    const from = (startMs * RATE_HZ) / 1_000;
    for (let at = from; at < from + RATE_HZ / 5; at++) samples[at * 2] = level * 1_000;
  }
  const payload = new Uint8Array(samples.buffer);
  return { codec: 'L16', sampleRateHz: RATE_HZ, channelCount: 2, payload, durationMs: SECONDS * 1_000, isMono: false };
}

const ISSUES = `query ($id: ID!) { call(id: $id) { segments(first: 10) { nodes { text issues { text startChar endChar } } } } }`;
interface CallWithIssues {
  readonly call: { readonly segments: { readonly nodes: readonly unknown[] } };
}

it('stores an issue of Call Analytics and marks it on the page, at its place in the redacted text', async () => {
  // The local service says that w5 is a name and that w9 is an issue.
  const audio = speak({ startMs: 1_000, level: 5 }, { startMs: 1_400, level: 9 });
  await playCall({ audio, url: earshot.ingestUrl, callId: 'complaint', speed: 2 });
  await untilCall(earshot.graphqlUrl, 'complaint', ({ status }) => status === 'ENDED', 60_000);
  const { call } = await query<CallWithIssues>(earshot.graphqlUrl, ISSUES, { id: 'complaint' });
  expect(call.segments.nodes).toEqual([
    { text: expect.stringMatching(/^\[NAME\] w9/), issues: [{ text: 'w9', startChar: 7, endChar: 9 }] },
  ]);
  await checkPage(`${earshot.httpUrl}/calls/complaint`, async (page) => {
    const mark = page.getByRole('region', { name: 'Transcript lines' }).locator('mark');
    await mark.waitFor({ timeout: 60_000 });
    expect(await mark.textContent()).toBe('issue: w9');
    await page.getByRole('heading', { name: 'Issues (1)' }).waitFor();
  });
}, 240_000);
