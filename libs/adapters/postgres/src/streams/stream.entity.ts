import type { AudioCodec } from '@earshot/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The position in a call's audio. It changes every second, so it has its own table without further indexes. */
@Entity('streams')
export class StreamEntity {
  @PrimaryColumn('text', { name: 'call_id' })
  callId!: string;

  @Column('text')
  codec!: AudioCodec;

  @Column('int', { name: 'sample_rate_hz' })
  sampleRateHz!: number;

  /** The number of tracks. */
  @Column('int', { name: 'channel_count' })
  channelCount!: number;

  @Column('bigint', { name: 'position_sample' })
  positionSample!: string;

  @Column('bigint', { name: 'next_sequence' })
  nextSequence!: string;

  @Column({ type: 'timestamptz', name: 'last_audio_at', precision: 3 })
  lastAudioAt!: Date;

  /** When persistence last received audio, by its own clock. */
  @Column({ type: 'timestamptz', name: 'heard_at', precision: 3 })
  receivedAt!: Date;

  @Column('boolean', { name: 'has_recording' })
  hasRecording!: boolean;
}
