import { randomBytes } from 'node:crypto';
import { callIdSchema } from '@earshot/contracts';
import { type MasterKey } from '@earshot/ports';
import { InMemoryCallKeyStore, type KmsServer, ManualClock, startKms } from '@earshot/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createCallKeys,
  createMessageSealer,
  createSealer,
  openLocalMasterKey,
  openMasterKey,
  type AnyMasterKeySettings,
} from '../src/index.js';
import { KmsMasterKey } from '../src/kms/kms-master-key.js';
import { KmsOperations } from '../src/kms/kms-operations.js';

const call = callIdSchema.parse('call-1');
const ALIAS = 'alias/earshot';
const away = { code: 'KEY_SERVICE_UNAVAILABLE', retryable: true };

describe('a master key in AWS KMS', () => {
  let kms: KmsServer;
  let keyArn: string;
  let settings: AnyMasterKeySettings;

  beforeAll(async () => {
    kms = await startKms();
    keyArn = kms.createKey('ENCRYPT_DECRYPT', ALIAS);
    const EARSHOT_MASTER_KEY_KMS_MAC = kms.createKey('GENERATE_VERIFY_MAC');
    Object.assign(process.env, kms.environment);
    settings = {
      ...{ EARSHOT_MASTER_KEY_KMS: ALIAS, EARSHOT_MASTER_KEY_KMS_MAC },
      ...{ AWS_REGION: 'eu-central-1', KMS_ENDPOINT: kms.endpoint },
    };
  });
  afterAll(() => kms.goAway());
  beforeEach(() => {
    kms.fault = undefined;
  });

  const lastRequest = () => kms.requests.at(-1);

  it('wraps the key of a call and names what it is for in the audit log of AWS', async () => {
    const store = new InMemoryCallKeyStore();
    const keys = async () =>
      createCallKeys({ masterKey: await openMasterKey(settings), store, clock: new ManualClock() });
    const key = await (await keys()).obtainKey(call);
    const context = { earshot: JSON.stringify(['call key', call]) };
    expect(lastRequest()).toEqual({ operation: 'Decrypt', keyId: keyArn, context });
    expect(store.rows.get(call)).toMatchObject({ keyVersion: `kms:${keyArn.split('/')[1]}` });
    expect(await (await keys()).findKey(call)).toEqual(key);
    const other = callIdSchema.parse('call-2');
    store.rows.set(other, store.rows.get(call) ?? 'DESTROYED');
    await expect((await keys()).findKey(other)).rejects.toMatchObject({ code: 'SEALED_DAMAGED', retryable: false });
  });

  it('seals messages that another process opens, with one request for each call', async () => {
    const [ingest, transcription] = (await Promise.all(
      [1, 2].map(async () => createMessageSealer(await openMasterKey(settings))),
    )) as [ReturnType<typeof createMessageSealer>, ReturnType<typeof createMessageSealer>];
    const before = kms.requests.length;
    for (let at = 0; at < 3; at += 1) {
      const message = randomBytes(3_200);
      const sealed = await ingest.seal('calls.audio', call, Buffer.concat([Buffer.of(0), message]));
      expect(Buffer.from(await transcription.open('calls.audio', call, sealed)).subarray(1)).toEqual(message);
    }
    expect(kms.requests.slice(before).map(({ operation }) => operation)).toEqual(['Encrypt', 'Decrypt']);
  });

  it('gives the same digest in every process, and seals letters', async () => {
    const [one, other] = await Promise.all([1, 2].map(async () => createSealer(await openMasterKey(settings))));
    const letter = Buffer.from('a letter');
    expect(await one?.fingerprint(letter)).toBe(await other?.fingerprint(letter));
    const sealed = await one?.seal(letter, ['letter-1']);
    expect(sealed?.length).toBeLessThanOrEqual(letter.length + (one?.maxOverheadBytes ?? 0));
    expect(await other?.open(sealed ?? letter, ['letter-1'])).toEqual(letter);
  });

  it('opens what a key of its own sealed before, and keeps its digests', async () => {
    const own = { EARSHOT_MASTER_KEY: randomBytes(32).toString('base64') };
    const local = await openLocalMasterKey(own);
    const earlier = await local.wrap(randomBytes(32), ['letter-1']);
    const both = await openMasterKey({ ...settings, ...own, EARSHOT_MASTER_KEY_KMS_MAC: undefined });
    expect(await both.unwrap(earlier, ['letter-1'])).toEqual(await local.unwrap(earlier, ['letter-1']));
    expect(await both.digest(Buffer.from('x'))).toEqual(await local.digest(Buffer.from('x')));
    expect((await both.wrap(randomBytes(32), [])).keyVersion).toBe(both.newestVersion);
    const unknown = async () => (await openMasterKey(settings)).unwrap(earlier, ['letter-1']);
    await expect(unknown()).rejects.toMatchObject({ code: 'SEALED_KEY_UNKNOWN' });
  });

  it('opens what another key of AWS KMS sealed', async () => {
    const dataKey = randomBytes(32);
    const wrapped = await (await openMasterKey(settings)).wrap(dataKey, ['letter-1']);
    const next = await openMasterKey({ ...settings, EARSHOT_MASTER_KEY_KMS: kms.createKey('ENCRYPT_DECRYPT') });
    expect(wrapped.keyVersion).not.toBe(next.newestVersion);
    expect(Buffer.from(await next.unwrap(wrapped, ['letter-1']))).toEqual(dataKey);
  });

  describe('when AWS KMS fails', () => {
    let masterKey: MasterKey;
    beforeAll(async () => {
      masterKey = await openMasterKey(settings);
    });
    const attempt = () => masterKey.wrap(randomBytes(32), ['letter-1']);

    it.each([
      ['breaks the connection', 'reset'],
      ['answers without the bytes', 'empty'],
      ['limits requests', { status: 400, type: 'ThrottlingException' }],
      ['has an error of its own', { status: 500, type: 'KMSInternalException' }],
      ['no longer allows it', { status: 400, type: 'AccessDeniedException' }],
      ['has the key disabled', { status: 400, type: 'DisabledException' }],
    ] as const)('and %s, sealing may be tried again and then works', async (_what, fault) => {
      kms.fault = () => fault;
      await expect(attempt()).rejects.toMatchObject(away);
      kms.fault = undefined;
      await expect(attempt()).resolves.toMatchObject({ keyVersion: masterKey.newestVersion });
    });

    it('a short failure is not noticed', async () => {
      let failures = 1;
      kms.fault = () => (failures-- > 0 ? { status: 503, type: 'KMSInternalException' } : undefined);
      await expect(attempt()).resolves.toMatchObject({ keyVersion: masterKey.newestVersion });
    });

    it('and stays silent or is away, sealing does not wait for ever', async () => {
      const place = { region: settings.AWS_REGION, endpoint: settings.KMS_ENDPOINT, answerWithinMs: 20 };
      const impatient = await KmsOperations.load(place);
      kms.fault = () => 'silence';
      await expect(impatient.encrypt(keyArn, randomBytes(32), [])).rejects.toMatchObject(away);
      await kms.goAway();
      await expect(attempt()).rejects.toMatchObject(away);
      await expect(KmsMasterKey.open({ keyId: ALIAS, macKeyId: ALIAS }, impatient)).rejects.toMatchObject(away);
      await kms.comeBack();
      impatient.close();
    });

    it.each([
      ['refuses the process', 'AccessDeniedException'],
      ['has no such key', 'NotFoundException'],
      ['is about to delete the key', 'KMSInvalidStateException'],
    ])('at the start and %s, the message names the setting', async (_what, type) => {
      kms.fault = () => ({ status: 400, type });
      await expect(openMasterKey(settings)).rejects.toMatchObject({
        code: 'MASTER_KEY_UNUSABLE',
        retryable: false,
        message: expect.stringMatching(new RegExp(`^EARSHOT_MASTER_KEY_KMS: .*${type}`)),
      });
    });
  });

  it('needs a key for digests, and one of the right kind', async () => {
    const without = { ...settings, EARSHOT_MASTER_KEY_KMS_MAC: undefined };
    await expect(openMasterKey(without)).rejects.toMatchObject({ code: 'MASTER_KEY_MISSING' });
    const wrong = { ...settings, EARSHOT_MASTER_KEY_KMS_MAC: ALIAS };
    await expect(openMasterKey(wrong)).rejects.toMatchObject({ code: 'MASTER_KEY_UNUSABLE' });
  });
});
