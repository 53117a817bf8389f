import { samplesToMs } from '@earshot/domain';
import type { MediaClock } from './media-clock.js';
import type { ReceivedPacket } from './reorder-window.js';
import { countTicks, isAudioFormat, startsOpusSilence, type RtpFormat } from './rtp-format.js';

/**
 * A part of a stream. Positions are samples on the clock of the call; of the first audio, some may come before 0. Spans that no part names were
 * not received.
 */
export type RtpPart =
  | ({ readonly kind: 'audio'; readonly format: RtpFormat; readonly payload: Uint8Array } & Span)
  /** The sender says that there is silence: comfort noise, discontinuous transmission, a digit, or a stream on hold. */
  | ({ readonly kind: 'silence' } & Span)
  /** Packets of the span did not come. */
  | ({ readonly kind: 'lost'; readonly packets: number } & Span);

interface Span {
  readonly fromSample: number;
  readonly toSample: number;
}

export interface TimelineCounts {
  /** Timestamps that fit neither their sequence numbers nor the clock. The stream then goes on at the time of arrival. */
  jumps: number;
  /** Packets whose time another packet had. */
  overlaps: number;
}

/** A timestamp that is off by less is believed: jitter, a slow start, or a silence that the sender rounds. */
const PLAUSIBLE_DEVIATION_MS = 2_000;
/** Silence is given out this long after its time, so that audio which jitter delays still finds its place. */
const SILENCE_DELAY_MS = 200;

/** A silence that nobody confirms for this long, not even by a report, is no longer believed: the sender may be gone. */
const LONGEST_UNCONFIRMED_MS = 60_000;

/**
 * Finds the place of each packet of one stream on the clock of the call. The first packet is placed by the time of its
 * arrival, and all later ones by their timestamps. Expects packets in order.
 */
export class RtpTimeline {
  readonly counts: TimelineCounts = { jumps: 0, overlaps: 0 };
  /** Where `anchorTick` is on the clock of the call. Null: the next packet is placed by its arrival. */
  private anchor: { readonly tick: number; readonly clockRateHz: number; sample: number } | null = null;
  private endSample = 0;
  private lastPacketSamples = 0;
  private lastArrivalMs = 0;
  private aliveMs = 0;
  private nextSequence: number | undefined;
  private unplacedLosses = 0;
  private isQuiet = false;
  private isHeld = false;
  private hasRunningSilence = false;

  constructor(private readonly clock: MediaClock) {}

  /** The next packet is of another source or of a restarted one: its numbers say nothing about those before. */
  restart(): void {
    this.anchor = null;
    this.nextSequence = undefined;
    this.unplacedLosses = 0;
  }

  /** The sender announced that it sends nothing until it says otherwise, for example a call on hold. */
  hold(isHeld: boolean): void {
    // The silence lasts until the next packet.
    this.isQuiet ||= this.isHeld;
    this.isHeld = isHeld;
  }

  /** The sender gave a sign of life, such as a report. */
  confirmSender(nowMs: number): void {
    this.aliveMs = nowMs;
  }

  place(received: ReceivedPacket): readonly RtpPart[] {
    const { packet, format, sequence } = received;
    this.confirmSender(received.arrivalMs);
    this.unplacedLosses += this.nextSequence === undefined ? 0 : Math.max(0, sequence - this.nextSequence);
    const isFirst = this.anchor === null;
    this.nextSequence = sequence + 1;
    if (format.encoding === 'TELEPHONE_EVENT') {
      this.isQuiet = true;
      return [];
    }
    const ticks = countTicks(format, packet.payload);
    if (isAudioFormat(format) && ticks === 0) return [];
    const fromSample = this.locate(received, ticks);
    const toSample = fromSample + Math.round((ticks * this.clock.sampleRateHz) / format.clockRateHz);
    const parts = isFirst && !this.isQuiet ? [] : this.describeBefore(fromSample, packet.hasMarker);
    this.unplacedLosses = 0;
    this.lastArrivalMs = received.arrivalMs;
    this.hasRunningSilence = false;
    this.isQuiet = !isAudioFormat(format) || startsOpusSilence(format, packet.payload);
    if (ticks > 0) this.lastPacketSamples = toSample - fromSample;
    return ticks === 0 ? this.endNoise(fromSample, parts) : this.addAudio(received, { fromSample, toSample }, parts);
  }

  /** Gives out the silence that lasts until now. */
  tick(nowMs: number): readonly RtpPart[] {
    const isQuiet = this.isQuiet && nowMs - this.aliveMs < LONGEST_UNCONFIRMED_MS;
    if (!isQuiet && !this.isHeld) return [];
    const fromSample = this.endSample;
    const toSample = this.clock.sampleAt(nowMs - SILENCE_DELAY_MS);
    if (toSample <= fromSample) return [];
    this.endSample = toSample;
    this.hasRunningSilence = true;
    return [{ kind: 'silence', fromSample, toSample }];
  }

  private addAudio(
    { packet, format, arrivalMs }: ReceivedPacket,
    span: Span,
    before: readonly RtpPart[],
  ): readonly RtpPart[] {
    this.endSample = Math.max(this.endSample, span.fromSample);
    if (span.toSample <= this.endSample) {
      this.counts.overlaps += 1;
      return before;
    }
    this.endSample = span.toSample;
    this.clock.follow(span.toSample, arrivalMs);
    return [...before, { kind: 'audio', format, payload: packet.payload, ...span }];
  }

  private endNoise(sample: number, before: readonly RtpPart[]): readonly RtpPart[] {
    this.endSample = Math.max(this.endSample, sample);
    return before;
  }

  /** The place of a packet. Sets the anchor anew where the timestamp cannot be believed. */
  private locate({ timestampTicks, format, arrivalMs }: ReceivedPacket, ticks: number): number {
    const { clockRateHz } = format;
    if (this.anchor?.clockRateHz === clockRateHz) {
      const sample = this.toSample(timestampTicks);
      if (this.isPlausible(sample - this.endSample, arrivalMs)) return this.closeUp(sample);
      this.counts.jumps += 1;
    }
    // The first sample of a packet was spoken one packet before its arrival.
    const durationMs = samplesToMs(ticks, clockRateHz);
    const sample = Math.max(this.endSample, this.clock.sampleAt(arrivalMs - durationMs));
    this.anchor = { tick: timestampTicks, clockRateHz, sample };
    return sample;
  }

  /** Silence that was given out ends here, even if the sender's clock lags: audio is worth more than the length of a silence. */
  private closeUp(sample: number): number {
    if (!this.hasRunningSilence || this.anchor === null || sample >= this.endSample) return sample;
    this.anchor.sample += this.endSample - sample;
    return this.endSample;
  }

  private isPlausible(distanceSamples: number, arrivalMs: number): boolean {
    const distanceMs = samplesToMs(distanceSamples, this.clock.sampleRateHz);
    const lostMs = samplesToMs(this.unplacedLosses * this.lastPacketSamples, this.clock.sampleRateHz);
    const elapsedMs = arrivalMs - this.lastArrivalMs;
    return [lostMs, elapsedMs].some((expectedMs) => Math.abs(distanceMs - expectedMs) <= PLAUSIBLE_DEVIATION_MS);
  }

  /** What was between the last packet and this one: nothing that came, so it was lost if its numbers are missing. */
  private describeBefore(toSample: number, isTalkStart: boolean): readonly RtpPart[] {
    const fromSample = this.endSample;
    if (toSample <= fromSample) return [];
    const packets = this.unplacedLosses;
    if (packets === 0) return [{ kind: 'silence', fromSample, toSample }];
    const lostSamples = Math.min(toSample - fromSample, packets * this.lastPacketSamples);
    // The marker is on the first packet after a silence, so the lost ones came before the silence.
    const lostFrom = isTalkStart ? fromSample : toSample - lostSamples;
    const spans: readonly RtpPart[] = [
      { kind: 'silence', fromSample, toSample: lostFrom },
      { kind: 'lost', packets, fromSample: lostFrom, toSample: lostFrom + lostSamples },
      { kind: 'silence', fromSample: lostFrom + lostSamples, toSample },
    ];
    return spans.filter((span) => span.toSample > span.fromSample);
  }

  private toSample(tick: number): number {
    const { tick: anchorTick, clockRateHz, sample } = this.anchor ?? { tick, clockRateHz: 1, sample: 0 };
    return sample + Math.round(((tick - anchorTick) * this.clock.sampleRateHz) / clockRateHz);
  }
}
