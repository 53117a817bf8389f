import { randomBytes } from 'node:crypto';
import { callIdSchema, SEALED_MESSAGE_MAGIC } from '@earshot/contracts';
import { InMemoryCallKeyStore, ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { createCallKeys } from './create-call-keys.js';
import { createMessageSealer } from './create-message-sealer.js';
import { LocalMasterKey } from './local-master-key.js';

const [first, second] = [randomBytes(32), randomBytes(32)];
const sealerWith = (...keys: [Uint8Array, ...Uint8Array[]]) => createMessageSealer(new LocalMasterKey(keys));
const WORDS = 'wordsthatnobodymayread';
const message = Buffer.from(`{"text":"${WORDS}"}`);
const call = callIdSchema.parse('call-1');

describe('createMessageSealer', () => {
  it('opens in another process what it sealed, and leaves nothing readable', async () => {
    const sealed = Buffer.from(await sealerWith(first).seal('calls.audio', call, message));
    expect(sealed[0]).toBe(SEALED_MESSAGE_MAGIC);
    expect(sealed.includes(WORDS)).toBe(false);
    expect(sealed.includes(new LocalMasterKey([first]).newestVersion)).toBe(true);
    expect(Buffer.from(await sealerWith(first).open('calls.audio', call, sealed)).equals(message)).toBe(true);
  });

  it('leaves a sealed message as it is, and returns one of an earlier version', async () => {
    const sealer = sealerWith(first);
    const sealed = await sealer.seal('calls.audio', call, message);
    expect(await sealer.seal('calls.audio', call, sealed)).toBe(sealed);
    expect(await sealer.open('calls.audio', call, message)).toBe(message);
  });

  it('refuses a changed byte, another call, another topic and another master key', async () => {
    const sealed = Buffer.from(await sealerWith(first).seal('calls.audio', call, message));
    for (let at = 1; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(sealerWith(first).open('calls.audio', call, changed)).rejects.toMatchObject({
        code: expect.stringMatching(/^SEALED_(DAMAGED|KEY_UNKNOWN)$/),
      });
    }
    const damaged = { code: 'SEALED_DAMAGED', retryable: false };
    await expect(sealerWith(first).open('calls.audio', 'call-2', sealed)).rejects.toMatchObject(damaged);
    await expect(sealerWith(first).open('calls.transcript', call, sealed)).rejects.toMatchObject(damaged);
    await expect(sealerWith(second).open('calls.audio', call, sealed)).rejects.toMatchObject({
      code: 'SEALED_KEY_UNKNOWN',
    });
  });

  it('seals what a stage makes of a call with the key that its messages carry, also after a rotation', async () => {
    const [ingest, transcription] = [sealerWith(first), sealerWith(first, second)];
    await transcription.open('calls.audio', call, await ingest.seal('calls.audio', call, message));
    const words = await transcription.seal('calls.transcript', call, message);
    expect(transcription.findWrappedKey(call)).toEqual(ingest.findWrappedKey(call));
    expect(Buffer.from(await ingest.open('calls.transcript', call, words)).equals(message)).toBe(true);
  });

  it('keeps the order of messages that do not wait for each other', async () => {
    const sealer = sealerWith(first);
    const done: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map((each) => sealer.seal('calls.audio', call, message).then(() => done.push(each))),
    );
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it('gives what is stored of a call the key that its messages carry', async () => {
    const masterKey = new LocalMasterKey([first]);
    const sealer = createMessageSealer(masterKey);
    await sealer.seal('calls.audio', call, message);
    const store = new InMemoryCallKeyStore();
    const findCarriedKey = (callId: typeof call) => sealer.findWrappedKey(callId);
    const key = await createCallKeys({ masterKey, store, clock: new ManualClock(), findCarriedKey }).obtainKey(call);
    expect(store.rows.get(call)).toEqual(sealer.findWrappedKey(call));
    expect(await createCallKeys({ masterKey, store, clock: new ManualClock() }).findKey(call)).toEqual(key);
  });

  it('works on when it dropped the keys of earlier calls', async () => {
    const sealer = createMessageSealer(new LocalMasterKey([first]), 1);
    const early = await sealer.seal('calls.audio', call, message);
    await sealer.seal('calls.audio', 'call-2', message);
    expect(Buffer.from(await sealer.open('calls.audio', call, early)).equals(message)).toBe(true);
    const late = await sealer.seal('calls.audio', call, message);
    expect(Buffer.from(await sealerWith(first).open('calls.audio', call, late)).equals(message)).toBe(true);
  });
});
