import { once } from 'node:events';
import { connect } from 'node:net';
import { ManualClock } from '@earshot/testing';
import { expect, it } from '@jest/globals';
import { openStreamPort } from './stream-port.js';

it('goes on after a connection that could not be accepted', async () => {
  const events = { receive: () => undefined, isAllowed: () => true, countRefusal: () => undefined };
  const port = await openStreamPort('127.0.0.1', 0, events, new ManualClock());
  try {
    // Node reports this when the process has no file left for the connection.
    port.server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
    const client = connect({ host: '127.0.0.1', port: port.port });
    client.write('\r\n\r\n');
    expect(String((await once(client, 'data'))[0])).toBe('\r\n');
    client.destroy();
  } finally {
    await port.close();
  }
});
