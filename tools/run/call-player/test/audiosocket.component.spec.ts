import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeSamples, wavHeader } from '@earshot/domain';
import { AudioSocketSession, type AudioSocketAction } from '@earshot/media/audiosocket';
import { playCall, toCallAudio, type CallAudio } from '../src/index.js';

const callId = '5f1a6c1e-7f3b-4d2a-9c00-11223344eeff';
const opened: Server[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server that reads as Earshot does. It cuts each connection of `cuts` after some audio. */
async function listen(cuts = 0) {
  const actions: AudioSocketAction[] = [];
  let left = cuts;
  const server = createServer((socket) => {
    const session = new AudioSocketSession();
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      actions.push(...session.receiveBytes(bytes));
      if (left > 0 && actions.some(({ kind }) => kind === 'audio')) {
        left -= 1;
        socket.resetAndDestroy();
      }
    });
  });
  opened.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { actions, url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function makeAudio(channelCount: number, samples: Int16Array): CallAudio {
  const data = encodeSamples(samples, 'L16');
  const wav = Buffer.concat([wavHeader({ codec: 'L16', sampleRateHz: 16_000, channelCount }, data.length), data]);
  const audio = toCallAudio(wav, 'L16', channelCount);
  if (!audio.ok) throw new Error(audio.error.code);
  return audio.value;
}
const audioOf = (actions: readonly AudioSocketAction[]) =>
  Buffer.concat(actions.flatMap((action) => (action.kind === 'audio' ? [action.samples] : [])));

describe('playCall as Asterisk with AudioSocket', () => {
  it('sends one track with all who speak, and hangs up', async () => {
    const { actions, url } = await listen();
    const samples = Int16Array.from({ length: 2 * 8_000 }, (_, at) => (at % 2 === 0 ? at : 20_000));
    await playCall({ as: 'audiosocket', audio: makeAudio(2, samples), url, callId, speed: 'max' });
    while (!actions.some(({ kind }) => kind === 'end-call')) await new Promise((resolve) => setImmediate(resolve));
    expect(actions[0]).toEqual({ kind: 'start-call', callId, sampleRateHz: 16_000 });
    const mixed = Int16Array.from({ length: 8_000 }, (_, at) => Math.min(32_767, 2 * at + 20_000));
    expect(audioOf(actions).equals(Buffer.from(encodeSamples(mixed, 'L16')))).toBe(true);
  });

  it('connects again with the same UUID when its connection is cut', async () => {
    const { actions, url } = await listen(1);
    const audio = makeAudio(1, new Int16Array(16_000));
    const result = await playCall({ as: 'audiosocket', audio, url, callId, speed: 'max' });
    expect(result.reconnects).toBe(1);
    const starts = actions.filter(({ kind }) => kind === 'start-call');
    expect(starts).toMatchObject([{ callId }, { callId }]);
  });

  it.each([
    [{ callId: 'my-call' }, 'BAD_ARGUMENT'],
    [{ callId, url: 'tcp://127.0.0.1:1' }, 'CONNECTION_REFUSED'],
  ])('says what is wrong with %j', async (options, code) => {
    const audio = makeAudio(1, new Int16Array(160));
    const playing = playCall({ as: 'audiosocket', audio, url: 'tcp://127.0.0.1:1', ...options });
    await expect(playing).rejects.toMatchObject({ code });
  });
});
