import type { ParticipantId, ParticipantRole } from '@earshot/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A segment matched a category. One row per segment and category. */
@Entity('category_matches')
export class CategoryMatchEntity {
  @PrimaryColumn('text', { name: 'call_id' })
  callId!: string;

  @PrimaryColumn('text')
  category!: string;

  @PrimaryColumn('text', { name: 'segment_id' })
  segmentId!: string;

  @Column('boolean', { name: 'is_alert' })
  isAlert!: boolean;

  @Column('smallint')
  track!: number;

  @Column('text', { name: 'participant_id' })
  participantId!: ParticipantId;

  @Column('text')
  role!: ParticipantRole;

  @Column('float8', { name: 'at_ms' })
  atMs!: number;
}
