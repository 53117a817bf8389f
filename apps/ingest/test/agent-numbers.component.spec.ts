import { describe, expect, it } from '@jest/globals';
import { customer } from './earshot-client.js';
import { ingestPerTest } from './ingest-steps.js';

const open = ingestPerTest();

describe('the numbers of the contact centre', () => {
  it('name agents where the source does not say the role, also of somebody who joins', async () => {
    const ingest = await open({ EARSHOT_AGENT_NUMBERS: '+15555550100, 2???' });
    const unknown = (id: string, number: string) => ({ id, role: 'UNKNOWN', number });
    const participants = [unknown('customer', '+15555550123'), unknown('agent', 'sip:2345@pbx.example')];
    const client = await ingest.earshotCall('c1', { participants });
    client.text({ type: 'participant.joined', participant: unknown('kim', '0015555550100') });
    client.text({ type: 'participant.joined', participant: { ...customer, id: 'other', number: '2346' } });
    client.end();
    await client.reply('ended', { callId: 'c1' });
    const events = ingest.bus.of('c1');
    const known = { role: 'AGENT', roleReason: 'NUMBER', roleConfidence: 1 };
    const joined = events.flatMap((event) => (event.type === 'participant.joined' ? [event.data.participant] : []));
    expect(joined).toEqual([
      unknown('customer', '+15555550123'),
      { ...unknown('agent', 'sip:2345@pbx.example'), ...known },
      { ...unknown('kim', '0015555550100'), ...known },
      { ...customer, id: 'other', number: '2346' },
    ]);
    const opened = events.find((event) => event.type === 'stream.opened');
    expect(opened).toMatchObject({ data: { participants: [{ role: 'UNKNOWN' }, known] } });
  });
});
