import type { Ticket, TicketStore } from '@earshot/ports';
import type { Database } from '../database.js';
import * as sql from './ticket-statements.js';

/** One-time links as one row each. */
export class PostgresTickets implements TicketStore {
  constructor(private readonly database: Database) {}

  async add(
    { tenant, purpose, userId, id, secretHash, createdAtMs, expiresAtMs }: Ticket,
    { keepsEarlier }: { readonly keepsEarlier: boolean } = { keepsEarlier: false },
  ): Promise<void> {
    const owner = [tenant, purpose, userId];
    await this.database.transaction(async (client) => {
      if (!keepsEarlier) await client.query({ text: sql.endOthersSql, values: owner });
      const values = [...owner, id, Buffer.from(secretHash), createdAtMs, expiresAtMs];
      await client.query({ text: sql.addSql, values });
    });
  }

  async findUsable(id: string, nowMs: number): Promise<Ticket | null> {
    const [ticket] = await this.database.read((manager) => manager.query<Ticket[]>(sql.findUsableSql, [nowMs, id]));
    return ticket ?? null;
  }

  async redeem(id: string, nowMs: number): Promise<boolean> {
    return (await this.change(sql.redeemSql, [nowMs, id])).length > 0;
  }

  async endOfUser(userId: string): Promise<void> {
    await this.change(sql.endOfUserSql, [userId]);
  }

  async forget(beforeMs: number): Promise<void> {
    await this.change(sql.forgetSql, [beforeMs]);
  }

  private change(text: string, values: unknown[]): Promise<unknown[]> {
    return this.database.transaction(async (client) => (await client.query({ text, values })).rows);
  }
}
