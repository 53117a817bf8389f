import { callStatuses, type CallStatus } from '@earshot/domain';
import type { CallMetricsView, ProblemView } from '@earshot/ports';
import type { CorrectedRoles } from './write/call-row.js';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A call. The row may exist before its `call.started` (`isStarted` is false then), because topics do not wait for each other. */
@Entity('calls')
export class CallEntity {
  @PrimaryColumn('text')
  id!: string;

  /** Increases with each change. */
  @Column('bigint', { default: 0 })
  version!: string;

  @Column('enum', { enum: callStatuses, enumName: 'call_status', default: 'LIVE' })
  status!: CallStatus;

  @Column('boolean', { name: 'is_started', default: false })
  isStarted!: boolean;

  @Column('text', { default: '' })
  source!: string;

  @Column({ type: 'timestamptz', name: 'started_at', precision: 3 })
  startedAt!: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', precision: 3, nullable: true })
  endedAt!: Date | null;

  /** The status that the call gets when it is complete. */
  @Column('enum', { name: 'end_reason', enum: callStatuses, enumName: 'call_status', nullable: true })
  endReason!: CallStatus | null;

  /** When persistence learned of the end. Completion waits from this time on. */
  @Column({ type: 'timestamptz', name: 'end_known_at', precision: 3, nullable: true })
  endKnownAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt!: Date;

  /** Exact after the end. During the call it grows in steps of 10 s, because each change costs every index. */
  @Column('float8', { name: 'duration_ms', default: 0 })
  durationMs!: number;

  @Column('text', { name: 'customer_number', nullable: true })
  customerNumber!: string | null;

  @Column('text', { name: 'system_number', nullable: true })
  systemNumber!: string | null;

  @Column('text', { name: 'agent_id', nullable: true })
  agentId!: string | null;

  /** Empty until the start of the call is stored, so that no reader reaches the call. */
  @Column('text', { default: 'default' })
  tenant!: string;

  /** The key of the principal that brought the call. */
  @Column('text', { name: 'started_by', nullable: true })
  startedBy!: string | null;

  @Column('text', { nullable: true })
  queue!: string | null;

  /** The id by which the contact centre knows the call. */
  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  language!: string | null;

  @Column('boolean', { name: 'awaits_start', default: false })
  awaitsStart!: boolean;

  @Column('text', { nullable: true })
  engine!: string | null;

  @Column('text', { name: 'engine_reason', nullable: true })
  engineReason!: string | null;

  @Column({ type: 'timestamptz', name: 'engine_at', precision: 3, nullable: true })
  engineAt!: Date | null;

  @Column('jsonb', { nullable: true })
  metrics!: CallMetricsView | null;

  @Column('int', { name: 'metrics_revision', default: 0 })
  metricsRevision!: number;

  /** What a search reads when it differs from the fields in lower case. */
  @Column('text', { name: 'search_text', nullable: true })
  searchText!: string | null;

  /** What a search finds the sealed numbers by. Null for a call whose numbers are not sealed. */
  @Column('text', { name: 'number_digests', array: true, nullable: true })
  numberDigests!: string[] | null;

  /** The weighted sentiment of the customers from `metrics`, for sorting. */
  @Column('float8', { name: 'customer_sentiment', nullable: true })
  customerSentiment!: number | null;

  @Column('text', { array: true, default: () => "'{}'" })
  categories!: string[];

  @Column('int', { name: 'alert_count', default: 0 })
  alertCount!: number;

  /** The first 20. */
  @Column('jsonb', { default: () => "'[]'" })
  problems!: ProblemView[];

  @Column('boolean', { name: 'audio_done', default: false })
  audioDone!: boolean;

  @Column('boolean', { name: 'transcript_done', default: false })
  transcriptDone!: boolean;

  /** Null for a call with audio. */
  @Column('int', { name: 'longest_quiet_ms', nullable: true })
  longestQuietMs!: number | null;

  /** The roles that decisions corrected, by participant. Null for most calls. */
  @Column('jsonb', { name: 'corrected_roles', nullable: true })
  correctedRoles!: CorrectedRoles | null;
}
