/** What a receiver report says about one stream (RFC 3550, section 6.4.1). */
export interface ReceptionReport {
  readonly ssrc: number;
  /** Since the last report, in 1/256. */
  readonly fractionLost: number;
  /** Since the first packet. Negative if duplicates outnumber what was lost. */
  readonly packetsLost: number;
  /** The highest sequence number, with the count of its wraps in the upper 16 bits. */
  readonly highestSequence: number;
  /** The mean deviation of the time between packets, in ticks of the stream's clock. */
  readonly jitterTicks: number;
  /** The middle 32 bits of the NTP time of the last sender report; 0: none came. */
  readonly lastSenderReport: number;
  /** The time since that report came, in 1/65536 s. */
  readonly delaySinceSenderReport: number;
}

const MAX_LOST = 0x7f_ffff;

/** Counts the packets of one stream for its receiver reports, by RFC 3550, appendices A.3 and A.8. */
export class ReceptionStatistics {
  private received = 0;
  private highest: number;
  private jitter = 0;
  private lastTransit: number | undefined;
  private reportedExpected = 0;
  private reportedReceived = 0;
  private senderReport: { readonly middleNtp: number; readonly atMs: number } | undefined;

  constructor(
    private readonly ssrc: number,
    private readonly firstSequence: number,
  ) {
    this.highest = firstSequence;
  }

  /**
   * Counts one packet, duplicates too.
   *
   * @param sequence extended by its wraps
   * @param timestampTicks extended by its wraps
   * @param arrivalTicks the time of arrival in ticks of the stream's clock
   */
  countPacket(sequence: number, timestampTicks: number, arrivalTicks: number): void {
    this.received += 1;
    this.highest = Math.max(this.highest, sequence);
    const transit = arrivalTicks - timestampTicks;
    if (this.lastTransit !== undefined) this.jitter += (Math.abs(transit - this.lastTransit) - this.jitter) / 16;
    this.lastTransit = transit;
  }

  /** @param middleNtp the middle 32 bits of the report's NTP time */
  receiveSenderReport(middleNtp: number, nowMs: number): void {
    this.senderReport = { middleNtp, atMs: nowMs };
  }

  get jitterTicks(): number {
    return this.jitter;
  }

  /** The report about what came since the last one. */
  takeReport(nowMs: number): ReceptionReport {
    const expected = this.highest - this.firstSequence + 1;
    const expectedNow = expected - this.reportedExpected;
    const lostNow = expectedNow - (this.received - this.reportedReceived);
    this.reportedExpected = expected;
    this.reportedReceived = this.received;
    const { middleNtp = 0, atMs = nowMs } = this.senderReport ?? {};
    return {
      ssrc: this.ssrc,
      fractionLost: expectedNow === 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow)),
      packetsLost: Math.max(-MAX_LOST - 1, Math.min(MAX_LOST, expected - this.received)),
      highestSequence: this.highest % 0x1_0000_0000,
      jitterTicks: Math.floor(this.jitter),
      lastSenderReport: middleNtp,
      delaySinceSenderReport: Math.round(((nowMs - atMs) * 65_536) / 1_000) >>> 0,
    };
  }
}
