import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `UNRECORDED` is about the recording of all tracks and stands on track 0. `PRICED` spans were transcribed by an engine at the
 * price per minute that is their reason. In `WORDLESS` spans an engine heard speech and gave no words. These three are no part
 * of a track's account.
 */
export const ledgerKinds = ['AUDIO_GAP', 'COVERED', 'TRANSCRIPT_GAP', 'UNRECORDED', 'PRICED', 'WORDLESS'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** The kinds that are a part of a track's account. */
export const accountKinds: readonly LedgerKind[] = ['AUDIO_GAP', 'COVERED', 'TRANSCRIPT_GAP'];

/**
 * The spans of one kind on one track, a multirange in microseconds. PostgreSQL adds new spans to the stored ones, so that
 * repeated spans, any order and several writers give the same result without a read.
 */
@Entity('ledger_spans')
export class LedgerSpanEntity {
  @PrimaryColumn('text', { name: 'call_id' })
  callId!: string;

  @PrimaryColumn('smallint')
  track!: number;

  @PrimaryColumn('text')
  kind!: LedgerKind;

  /** The reason of a gap, or the price of a priced span; empty for other kinds. */
  @PrimaryColumn('text')
  reason!: string;

  @Column('int8multirange')
  spans!: string;
}
