import type { ParticipantId, ParticipantRole, Word } from '@earshot/contracts';
import type { IssueView, SegmentView } from '@earshot/ports';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A final. Partials are not stored. */
@Entity('segments')
export class SegmentEntity {
  @PrimaryColumn('text', { name: 'call_id' })
  callId!: string;

  @PrimaryColumn('text')
  id!: string;

  @Column('int')
  revision!: number;

  @Column('smallint')
  track!: number;

  @Column('text', { name: 'participant_id' })
  participantId!: ParticipantId;

  @Column('text')
  role!: ParticipantRole;

  @Column('float8', { name: 'start_ms' })
  startMs!: number;

  @Column('float8', { name: 'end_ms' })
  endMs!: number;

  @Column('text')
  text!: string;

  @Column('jsonb')
  words!: Word[];

  @Column('boolean', { name: 'are_word_times_estimated', default: false })
  areWordTimesEstimated!: boolean;

  @Column('text')
  engine!: string;

  @Column('text', { nullable: true })
  sentiment!: SegmentView['sentiment'];

  @Column('float8', { name: 'sentiment_score', nullable: true })
  sentimentScore!: number | null;

  @Column('text', { name: 'sentiment_engine', nullable: true })
  sentimentEngine!: string | null;

  @Column('jsonb', { default: [] })
  issues!: IssueView[];

  @Column('jsonb')
  redactions!: unknown[];

  @Column({ type: 'timestamptz', name: 'recognized_at', precision: 3 })
  recognizedAt!: Date;
}
