import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The role that a participant had when it was assigned to a track. Null for assignments of earlier versions. */
export class AssignedRoles1796000000120 implements MigrationInterface {
  name = 'AssignedRoles1796000000120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table track_assignments add column role text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table track_assignments drop column role`);
  }
}
