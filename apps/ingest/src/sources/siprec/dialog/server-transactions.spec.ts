import { readSipMessage, writeSipRequest, type SipRequest } from '@earshot/media/siprec';
import { ManualClock } from '@earshot/testing';
import { expect, it } from '@jest/globals';
import type { SipPath } from '../transport/sip-path.js';
import { ServerTransactions } from './server-transactions.js';

const path: SipPath = {
  transport: 'TCP',
  isReliable: true,
  peer: { address: '192.0.2.1', port: 5060 },
  localPort: 5060,
  send: () => undefined,
};

function readInvite(text: string): SipRequest {
  const headers = [
    ['Via', 'SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1'],
    ['From', '<sip:src@192.0.2.1>;tag=a'],
    ['To', '<sip:srs@192.0.2.9>'],
    ['Call-ID', 'c1'],
    ['CSeq', '1 INVITE'],
  ] as const;
  const body = { contentType: 'application/sdp', text };
  const read = readSipMessage(writeSipRequest({ method: 'INVITE', uri: 'sip:srs@192.0.2.9', headers, body }));
  if (!read.ok || read.value.kind !== 'request') throw new Error('expected a request');
  return read.value;
}

it('remembers a request without its body, which may have a quarter of a megabyte', () => {
  const transactions = new ServerTransactions(new ManualClock());
  const invite = readInvite('v=0\r\n'.repeat(50_000));
  transactions.open(invite, path);
  const remembered = transactions.find(invite, path)?.request;
  expect([remembered?.callId, remembered?.body.length]).toEqual(['c1', 0]);
});
