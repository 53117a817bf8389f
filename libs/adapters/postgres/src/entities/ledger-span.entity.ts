import type { Channel } from '@earshot/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ledgerKinds = ['AUDIO_GAP', 'PAUSED', 'COVERED', 'TRANSCRIPT_GAP'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/**
 * One account of a channel. A multirange of microseconds: PostgreSQL unites what is added with what is there, so that
 * replicas, repetitions and any order come to the same without a read.
 */
@Entity('ledger_spans')
export class LedgerSpanEntity {
  @PrimaryColumn('text', { name: 'call_id' })
  callId!: string;

  @PrimaryColumn('text')
  channel!: Channel;

  @PrimaryColumn('text')
  kind!: LedgerKind;

  /** Of a gap; empty otherwise. */
  @PrimaryColumn('text')
  reason!: string;

  @Column('int8multirange')
  spans!: string;
}
