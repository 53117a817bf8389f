import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tracks and participants instead of the channels CUSTOMER and AGENT: CUSTOMER becomes track 0 and participant
 * `customer`, AGENT track 1 and `agent`. Each table is rewritten once, also for millions of rows: a generated column
 * gets its values while PostgreSQL adds it, and afterwards becomes a plain column. Updating the rows would double the
 * tables and write every index.
 */
export class TracksAndParticipants1796000000040 implements MigrationInterface {
  name = 'TracksAndParticipants1796000000040';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner);
    await fillTables(runner);
    await replaceColumns(runner, 'segments', { ...trackColumn, ...speakerColumns }, ['channel']);
    await replaceColumns(runner, 'category_matches', { ...trackColumn, ...speakerColumns }, ['channel']);
    await replaceColumns(runner, 'ledger_spans', trackColumn, ['channel']);
    await runner.query(`alter table ledger_spans add primary key (call_id, track, kind, reason)`);
    await replaceColumns(runner, 'streams', { channel_count: ['int', 'cardinality(channels)'] }, ['channels']);
    await runner.query(metricsOfParticipants);
    await rewriteMetrics(runner);
    await runner.query(progressOfTracks);
  }

  /**
   * Keeps what two channels can hold: tracks above 1 lose their ledger, and each channel has one participant's metrics.
   */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(progressOfChannels);
    await runner.query(metricsOfChannels);
    await rewriteMetrics(runner);
    const channels = `case channel_count when 1 then array['CUSTOMER'] else array['CUSTOMER', 'AGENT'] end`;
    await replaceColumns(runner, 'streams', { channels: ['text[]', channels] }, ['channel_count']);
    await runner.query(`delete from ledger_spans where track > 1`);
    const channelOfTrack = `case track when 0 then 'CUSTOMER' else 'AGENT' end`;
    await replaceColumns(runner, 'ledger_spans', { channel: ['text', channelOfTrack] }, ['track']);
    await runner.query(`alter table ledger_spans add primary key (call_id, channel, kind, reason)`);
    const channelOfSpeaker = `case role when 'CUSTOMER' then 'CUSTOMER' when 'UNKNOWN' then ${channelOfTrack} else 'AGENT' end`;
    for (const table of ['category_matches', 'segments']) {
      const removed = ['track', 'participant_id', 'role'];
      await replaceColumns(runner, table, { channel: ['text', channelOfSpeaker] }, removed);
    }
    await runner.query(`drop table track_assignments`);
    await runner.query(`drop table participants`);
  }
}

async function createTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table participants (
      call_id text collate "C" not null,
      id text collate "C" not null,
      role text not null,
      name text,
      number text,
      described_at_ms float8,
      described_by_change boolean not null default false,
      joined_at_ms float8,
      last_joined_at_ms float8,
      left_at_ms float8
    )`);
  await runner.query(`
    create table track_assignments (
      call_id text collate "C" not null,
      track smallint not null,
      from_ms float8 not null,
      participant_id text collate "C"
    )`);
}

/** The keys come after the rows: one sort costs less than finding the place of each row. */
async function fillTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    insert into participants (call_id, id, role, name, number, described_at_ms, joined_at_ms, last_joined_at_ms)
    select c.id, p.id, p.role, p.name, p.number, 0, 0, 0
    from calls c left join streams s on s.call_id = c.id
    cross join lateral (values
      (1, 'customer', 'CUSTOMER', null, c.customer_number),
      (2, 'agent', 'AGENT', c.agent_id, null)) as p(place, id, role, name, number)
    where p.place <= coalesce(cardinality(s.channels), 2)`);
  await runner.query(`
    insert into track_assignments (call_id, track, from_ms, participant_id)
    select s.call_id, place - 1, 0, case channel when 'CUSTOMER' then 'customer' else 'agent' end
    from streams s cross join lateral unnest(s.channels) with ordinality as t(channel, place)`);
  await runner.query(`
    alter table participants add primary key (call_id, id),
      add foreign key (call_id) references calls (id) on delete cascade`);
  await runner.query(`
    alter table track_assignments add primary key (call_id, track, from_ms),
      add foreign key (call_id) references calls (id) on delete cascade`);
  await runner.query(`analyze participants, track_assignments`);
}

type Columns = Readonly<Record<string, readonly [type: string, value: string]>>;

const trackColumn: Columns = { track: ['smallint', `case channel when 'CUSTOMER' then 0 else 1 end`] };
const speakerColumns: Columns = {
  participant_id: ['text', `case channel when 'CUSTOMER' then 'customer' else 'agent' end`],
  role: ['text', 'channel'],
};

async function replaceColumns(
  runner: QueryRunner,
  table: string,
  added: Columns,
  removed: readonly string[],
): Promise<void> {
  const list = (clauses: readonly string[]) => clauses.join(', ');
  const additions = Object.entries(added).map(
    ([column, [type, value]]) => `add column ${column} ${type} not null generated always as (${value}) stored`,
  );
  await runner.query(`alter table ${table} ${list(additions)}`);
  const plain = Object.keys(added).map((column) => `alter column ${column} drop expression`);
  await runner.query(`alter table ${table} ${list(plain)}`);
  await runner.query(`alter table ${table} ${list(removed.map((column) => `drop column ${column}`))}`);
}

/** An expression of `alter column` may not contain a subquery, but it may call a function that does. */
async function rewriteMetrics(runner: QueryRunner): Promise<void> {
  await runner.query(`alter table calls alter column metrics type jsonb using pg_temp.rewritten_metrics(metrics)`);
  await runner.query(`drop function pg_temp.rewritten_metrics(jsonb)`);
}

const metricsOfParticipants = `
  create function pg_temp.rewritten_metrics(metrics jsonb) returns jsonb language sql immutable strict as $$
    select metrics - 'channels' || jsonb_build_object('participants', coalesce(
      (select jsonb_agg(figures - 'channel' || jsonb_build_object(
          'participantId', lower(figures->>'channel'), 'role', figures->'channel') order by place)
        from jsonb_array_elements(metrics->'channels') with ordinality as c(figures, place)), '[]'))
  $$`;

/** Each channel gets the metrics of the participant who spoke longest on it. */
const metricsOfChannels = `
  create function pg_temp.rewritten_metrics(metrics jsonb) returns jsonb language sql immutable strict as $$
    select metrics - 'participants' || jsonb_build_object('channels', coalesce(
      (select jsonb_agg(figures order by figures->>'channel' desc) from (
        select distinct on (channel) figures - 'participantId' - 'role' || jsonb_build_object('channel', channel) as figures
        from jsonb_array_elements(metrics->'participants') as p(figures),
          lateral (select case figures->>'role' when 'CUSTOMER' then 'CUSTOMER' else 'AGENT' end) as s(channel)
        order by channel, (figures->>'talkMs')::float8 desc) as longest), '[]'))
  $$`;

const trackOfChannel = `'track', case item->>'channel' when 'CUSTOMER' then 0 else 1 end`;
const channelOfTrack = `'channel', case item->>'track' when '0' then 'CUSTOMER' else 'AGENT' end`;

/** The array of `progress` under a name, with each item rewritten. */
const rewrittenItems = (name: string, value: string, condition = 'true'): string => `
  coalesce((select jsonb_agg(${value} order by place)
    from jsonb_array_elements(progress->'${name}') with ordinality as i(item, place) where ${condition}), '[]')`;

/** The table holds the calls of two days, so an update is quick. */
const progressOfTracks = `
  update transcript_progress set progress = progress - 'channels' - 'unheard' || jsonb_build_object(
    'tracks', ${rewrittenItems(
      'channels',
      `item - 'channel' - 'heardSample' || jsonb_build_object(${trackOfChannel}, 'transcribedSample', item->'heardSample')`,
    )},
    'untranscribed', ${rewrittenItems('unheard', `item - 'channel' || jsonb_build_object(${trackOfChannel})`)},
    'assignments', ${rewrittenItems(
      'channels',
      `jsonb_build_object(${trackOfChannel}, 'participantId', lower(item->>'channel'), 'role', item->'channel', 'fromMs', 0)`,
    )})
  where progress is not null`;

const ofTwoTracks = `(item->>'track')::int < 2`;
const progressOfChannels = `
  update transcript_progress set progress = progress - 'tracks' - 'untranscribed' - 'assignments' || jsonb_build_object(
    'channels', ${rewrittenItems(
      'tracks',
      `item - 'track' - 'transcribedSample' || jsonb_build_object(${channelOfTrack}, 'heardSample', item->'transcribedSample')`,
      ofTwoTracks,
    )},
    'unheard', ${rewrittenItems('untranscribed', `item - 'track' || jsonb_build_object(${channelOfTrack})`, ofTwoTracks)})
  where progress is not null`;
