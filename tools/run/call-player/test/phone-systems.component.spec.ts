import { afterEach, describe, expect, it } from '@jest/globals';
import { wavHeader } from '@earshot/domain';
import { AudiohookSession } from '@earshot/media/audiohook';
import { createForkSession, type ForkStart } from '@earshot/media/freeswitch';
import { twilioDialects, TwilioSession, type TwilioStart, type TwilioVendor } from '@earshot/media/twilio';
import { playCall, toCallAudio, type CallAudio } from '../src/index.js';
import { CallListener, type ReceivedCall } from './call-listener.js';

const opened: CallListener[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((listener) => listener.close()));
});

/** A server that takes a vendor's streams as Earshot does: the real session, and a close after the end. */
async function listen(vendor: TwilioVendor) {
  const session = new TwilioSession({ dialect: twilioDialects[vendor], timeoutMs: 60_000 }, 0);
  const heard = { starts: [] as TwilioStart[], audio: Buffer.alloc(0), kinds: new Set<string>() };
  const receive = (call: ReceivedCall, message: Record<string, unknown> | Buffer) => {
    const bytes = Buffer.from(JSON.stringify(message));
    for (const action of session.receiveText(bytes, 0)) {
      heard.kinds.add(action.kind);
      if (action.kind === 'start-call') heard.starts.push(action.start);
      if (action.kind === 'audio') heard.audio = Buffer.concat([heard.audio, action.samples]);
      if (action.kind === 'end-call') call.socket.close(1000);
    }
  };
  const listener = await CallListener.open(receive);
  opened.push(listener);
  return { listener, heard };
}

const anAudio = (channelCount: number, sampleRateHz: number): CallAudio => {
  const data = Uint8Array.from({ length: (sampleRateHz / 2) * channelCount }, (_, at) => (at * 31) & 0xff);
  const wav = Buffer.concat([wavHeader({ codec: 'PCMU', sampleRateHz, channelCount }, data.length), data]);
  const audio = toCallAudio(wav, 'as-is');
  if (!audio.ok) throw new Error(audio.error.code);
  return audio.value;
};

const vendors = Object.keys(twilioDialects) as TwilioVendor[];

describe('playCall as a phone system', () => {
  it.each(vendors)('sends calls that the reader of %s understands', async (vendor) => {
    const { listener, heard } = await listen(vendor);
    const audio = anAudio(2, 8_000);
    const result = await playCall({
      as: vendor,
      audio,
      url: listener.url,
      callId: 'c1',
      agentId: 'Ann',
      fromNumber: '+1555',
      account: 'A1',
      speed: 'max',
    });
    expect(heard.starts).toMatchObject([
      { callId: 'c1', accountId: 'A1', agentId: 'Ann', customerNumber: '+1555', codec: 'PCMU', channelCount: 2 },
    ]);
    expect(heard.audio.equals(Buffer.from(audio.payload))).toBe(true);
    expect([...heard.kinds].sort()).toEqual(['audio', 'end-call', 'start-call']);
    expect(listener.calls.map(({ path }) => path)).toEqual([`/api/v1/${vendor}`]);
    expect(result).toMatchObject({ sentBytes: audio.payload.length, reconnects: 0, serverErrors: [] });
  });

  it.each(vendors)('sends L16 as %s does', async (vendor) => {
    const { listener, heard } = await listen(vendor);
    const data = Uint8Array.from({ length: 16_000 * 4 }, (_, at) => (at * 31) & 0xff);
    const wav = Buffer.concat([wavHeader({ codec: 'L16', sampleRateHz: 16_000, channelCount: 2 }, data.length), data]);
    const audio = toCallAudio(wav);
    if (!audio.ok) throw new Error(audio.error.code);
    await playCall({ as: vendor, audio: audio.value, url: listener.url, speed: 'max' });
    expect(heard.starts).toMatchObject([{ codec: 'L16', sampleRateHz: 16_000 }]);
    expect(heard.audio.equals(Buffer.from(data))).toBe(true);
  });

  it.each(['freeswitch', 'jambonz'] as const)('sends metadata and binary L16 as %s does', async (vendor) => {
    const session = createForkSession({ vendor, timeoutMs: 60_000 }, 0);
    const starts: ForkStart[] = [];
    const audio = anAudio(2, 8_000);
    const closings: Promise<number>[] = [];
    const listener = await CallListener.open((call, message) => {
      if (Buffer.isBuffer(message)) return;
      closings.push(new Promise((resolve) => call.socket.once('close', resolve)));
      for (const action of session.receiveText(Buffer.from(JSON.stringify(message)), 0))
        if (action.kind === 'start-call') starts.push(action.start);
    });
    opened.push(listener);
    await playCall({ as: vendor, audio, url: listener.url, callId: 'c1', agentId: 'Ann', speed: 'max' });
    expect(await Promise.all(closings)).toEqual([1000]);
    expect(listener.calls.map(({ path, audio: heard }) => [path, heard.length])).toEqual([
      [`/api/v1/${vendor}`, audio.payload.length * 2],
    ]);
    expect(starts).toMatchObject([{ callId: 'c1', roles: ['CUSTOMER', 'AGENT'], agentId: 'Ann' }]);
  });
});

/** A server that takes AudioHook sessions as Earshot does. `refuses`: it takes no call. */
async function listenForGenesys(refuses = false) {
  const sessions = new Map<ReceivedCall, AudiohookSession>();
  const heard = { starts: [] as unknown[], audio: Buffer.alloc(0), kinds: [] as string[] };
  const listener = await CallListener.open((call, message) => {
    const session = sessions.get(call) ?? new AudiohookSession({ timeoutMs: 60_000, isAuthorized: !refuses }, 0);
    sessions.set(call, session);
    const perform = (actions: ReturnType<AudiohookSession['receiveText']>): void => {
      for (const action of actions) {
        heard.kinds.push(action.kind);
        if (action.kind === 'reply') call.socket.send(action.text);
        if (action.kind === 'audio') heard.audio = Buffer.concat([heard.audio, action.samples]);
        if (action.kind === 'start-call') heard.starts.push(action.start);
        if (action.kind === 'start-call') perform(session.confirmStart());
        if (action.kind === 'end-call') perform(session.confirmEnd());
      }
    };
    const isAudio = Buffer.isBuffer(message);
    perform(isAudio ? session.receiveBinary(message, 0) : session.receiveText(Buffer.from(JSON.stringify(message)), 0));
  });
  opened.push(listener);
  return { listener, heard };
}

describe('playCall as Genesys Cloud', () => {
  const callId = '090eaa2f-72fa-480a-83e0-8667ff89c0ec';

  it('sends a session that the reader of AudioHook understands, without a gap', async () => {
    const { listener, heard } = await listenForGenesys();
    const audio = anAudio(2, 8_000);
    const call = { callId, fromNumber: '+1555', toNumber: '+1800', speed: 'max' } as const;
    const result = await playCall({ as: 'audiohook', audio, url: listener.url, ...call });
    expect(heard.starts).toMatchObject([{ callId, customerNumber: '+1555', systemNumber: '+1800', codec: 'PCMU' }]);
    expect(heard.audio.equals(Buffer.from(audio.payload))).toBe(true);
    expect([...new Set(heard.kinds)].sort()).toEqual(['audio', 'end-call', 'reply', 'start-call']);
    expect(listener.calls.map(({ path }) => path)).toEqual(['/api/v1/audiohook/ws']);
    expect(result).toMatchObject({ callId, reconnects: 0, serverErrors: [] });
  });

  it('fails when the server does not take the call', async () => {
    const { listener, heard } = await listenForGenesys(true);
    const playing = playCall({ as: 'audiohook', audio: anAudio(2, 8_000), url: listener.url, callId });
    await expect(playing).rejects.toMatchObject({ code: 'CALL_REFUSED' });
    expect(heard.audio).toHaveLength(0);
  });
});
