import type { CallId } from '@earshot/contracts';
import type {
  DeadLetter,
  DeadLetterFilter,
  DeadLetterHead,
  DeadLetterStore,
  NewDeadLetter,
  ReplayOutcome,
  UnsealedDeadLetter,
} from '@earshot/ports';
import type { Database } from '../database.js';
import { storableText } from '../storable-text.js';
import {
  addSql,
  findSql,
  forgetUnsealedSql,
  listSql,
  listUnsealedSql,
  purgeSql,
  requestAllSql,
  requestSql,
  sealSql,
  settleSql,
  takeSql,
} from './dead-letter-statements.js';

/** An advisory lock that only Earshot uses, so that replicas take replays one after the other. */
const TAKING_LOCK = 7_402_116;

/** Dead letters as one row each. */
export class PostgresDeadLetters implements DeadLetterStore {
  constructor(private readonly database: Database) {}

  async add(letter: NewDeadLetter): Promise<void> {
    const { id, atMs, stage, topic, key, code, attempts, callId, sealedMessage, isCut, messageBytes } = letter;
    const texts = [stage, topic, key, code].map(storableText);
    const message = Buffer.from(sealedMessage);
    await this.query(addSql, [id, atMs, ...texts, attempts, callId, message, isCut, messageBytes]);
  }

  async list({ stage, code, callId }: DeadLetterFilter, { first }: { first: number }): Promise<DeadLetterHead[]> {
    const rows = await this.query<HeadRow>(listSql, [stage ?? null, code ?? null, callId ?? null, first]);
    return rows.map(toHead);
  }

  async find(id: string): Promise<DeadLetter | null> {
    const [row] = await this.query<LetterRow>(findSql, [id]);
    return row === undefined ? null : toLetter(row);
  }

  async requestReplay(ids: readonly string[] | 'all', nowMs: number): Promise<number> {
    const rows = await (ids === 'all' ? this.query(requestAllSql, [nowMs]) : this.query(requestSql, [nowMs, ids]));
    return rows.length;
  }

  async takeReplays(limits: { first: number; nowMs: number; leaseMs: number }): Promise<DeadLetter[]> {
    const rows = await this.database.transaction(async (client) => {
      await client.query({ text: `select pg_advisory_xact_lock(${TAKING_LOCK})` });
      const { first, nowMs, leaseMs } = limits;
      return (await client.query<LetterRow>({ text: takeSql, values: [first, nowMs, nowMs - leaseMs] })).rows;
    });
    return rows.map(toLetter);
  }

  async settleReplay(id: string, outcome: ReplayOutcome): Promise<void> {
    const isReplayed = 'replayedAtMs' in outcome;
    await this.query(settleSql, [
      id,
      isReplayed ? outcome.replayedAtMs : null,
      isReplayed ? null : outcome.refusedWith,
    ]);
  }

  listUnsealed({ first }: { first: number }): Promise<UnsealedDeadLetter[]> {
    return this.query<UnsealedDeadLetter>(listUnsealedSql, [first]);
  }

  async replaceUnsealed(id: string, by: { id: string; sealedMessage: Uint8Array }): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query({ text: forgetUnsealedSql, values: [id, by.id] });
      await client.query({ text: sealSql, values: [id, by.id, Buffer.from(by.sealedMessage)] });
    });
  }

  async purge({ diedBeforeMs, keepNewest }: { diedBeforeMs: number; keepNewest: number }): Promise<number> {
    return (await this.query(purgeSql, [diedBeforeMs, keepNewest])).length;
  }

  /** Uses the client of the driver, because the result of TypeORM's `query` differs between kinds of statements. */
  private query<R>(text: string, values: unknown[]): Promise<R[]> {
    return this.database.transaction(async (client) => (await client.query<R>({ text, values })).rows);
  }
}

interface HeadRow extends Omit<DeadLetterHead, 'callId'> {
  readonly callId: string | null;
}
interface LetterRow extends HeadRow {
  readonly sealedMessage: Buffer;
}

const toHead = (row: HeadRow): DeadLetterHead => ({ ...row, callId: row.callId as CallId | null });
const toLetter = (row: LetterRow): DeadLetter => ({ ...toHead(row), sealedMessage: row.sealedMessage });
