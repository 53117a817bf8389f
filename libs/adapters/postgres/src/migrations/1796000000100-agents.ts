import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAgentsOfCalls } from '../calls/agents/agent-searches.js';

/** The agents of all calls by the words of their ids, so that a search for agents does not read the calls. */
export class Agents1796000000100 implements MigrationInterface {
  name = 'Agents1796000000100';

  async up(runner: QueryRunner): Promise<void> {
    // In the order of code points, in which the texts with the same beginning lie together.
    await runner.query(`
      create table agent_searches (
        folded text collate "C" not null,
        agent_id text not null,
        primary key (folded, agent_id)
      )`);
    await storeAgentsOfCalls((sql, values) => runner.query(sql, values));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agent_searches`);
  }
}
