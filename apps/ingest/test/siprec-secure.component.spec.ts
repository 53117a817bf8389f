import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { readCryptoAttribute, writeCryptoAttribute, type SrtpKeys } from '@earshot/media/rtp';
import { ManualClock, TestAuthority, TestTlsFiles } from '@earshot/testing';
import { readAnsweredStreams, writeOffer } from '@earshot/media/siprec';
import { nodeSrtpCrypto } from '../src/sources/rtp/node-srtp-crypto.js';
import { CALL, METADATA, SiprecUnderTest, trackOf } from './siprec-steps.js';

let under: SiprecUnderTest;
afterEach(() => under.close());

const newKeys = (): SrtpKeys => ({
  suite: 'AES_CM_128_HMAC_SHA1_80',
  masterKey: randomBytes(16),
  masterSalt: randomBytes(14),
});

it('records over TLS and SRTP, and only clients with a certificate', async () => {
  const authority = await TestAuthority.create();
  const clients = await TestAuthority.create('Clients');
  const files = await TestTlsFiles.create(await authority.issue());
  // Certificates are valid by the time of day.
  under = await SiprecUnderTest.openWith(new ManualClock(Date.now()), {
    ...files.settings,
    EARSHOT_TLS_CLIENT_CA_FILE: await files.writeFile('clients.pem', clients.certificate),
    EARSHOT_SIPREC_TLS_PORT: '0',
    EARSHOT_SIPREC_REQUIRE_SRTP: 'true',
  });
  const tls = { ca: authority.certificate };
  const stranger = await under.client('rs-0', { transport: 'TLS', tls });
  await stranger.closed;

  const client = await under.client('rs-1', { transport: 'TLS', tls: { ...tls, ...(await clients.issue()) } });
  const keys = [newKeys(), newKeys()];
  const sdp = writeOffer(
    keys.map((one, index) => ({
      label: String(index + 1),
      protocol: 'RTP/SAVP',
      attributes: [`crypto:${writeCryptoAttribute({ tag: 7, keys: one })}`],
    })),
  );
  const answer = await client.invite({ sdp, metadata: METADATA });
  const streams = readAnsweredStreams(answer);
  for (const { cryptos, protocol } of streams) {
    expect(protocol).toBe('RTP/SAVP');
    expect(readCryptoAttribute(cryptos[0] ?? '')).toMatchObject({ tag: 7, keys: { suite: 'AES_CM_128_HMAC_SHA1_80' } });
  }
  const senders = await Promise.all(
    streams.map(async ({ port }, index) => {
      const [sender] = await under.senders([port], { keys: keys[index] ?? newKeys(), crypto: nodeSrtpCrypto });
      return sender;
    }),
  );
  for (let packet = 0; packet < 20; packet += 1) {
    await Promise.all(senders.map((sender) => sender?.send(1)));
    await under.readDatagrams(client);
    await under.clock.advance(20);
  }
  // The same session is described again: the keys go on, and so does the audio.
  await client.invite({ sdp });
  await client.request('BYE');
  await under.bus.next(CALL, 'stream.closed');
  for (const [track, sender] of senders.entries()) {
    expect(trackOf(under.bus.audio(CALL), track)).toEqual(Buffer.concat(sender?.sent ?? []));
  }
  const logged = JSON.stringify(under.ingest.logger.lines);
  for (const { masterKey } of keys)
    expect(logged).not.toContain(Buffer.from(masterKey).toString('base64').slice(0, 16));
});
