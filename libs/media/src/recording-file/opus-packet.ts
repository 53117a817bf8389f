/** Opus counts time at this rate, whatever it encodes. */
export const OPUS_CLOCK_HZ = 48_000;
/** A packet is never longer (RFC 6716, section 3.2.5). */
const LONGEST_SAMPLES = 5_760;

/** The samples at `OPUS_CLOCK_HZ` of a packet, by its first bytes (RFC 6716, section 3.1). Null: no packet is like that. */
export function countOpusSamples(packet: Uint8Array): number | null {
  const [toc, count = 0] = packet;
  if (toc === undefined) return null;
  const frames = [1, 2, 2, count & 0x3f][toc & 3] as number;
  const samples = frames * frameSamples(toc >> 3);
  return samples > 0 && samples <= LONGEST_SAMPLES ? samples : null;
}

/** SILK has frames of 10, 20, 40 and 60 ms, hybrid of 10 and 20, CELT of 2.5, 5, 10 and 20. */
function frameSamples(config: number): number {
  if (config < 12) return [480, 960, 1_920, 2_880][config & 3] as number;
  if (config < 16) return [480, 960][config & 1] as number;
  return [120, 240, 480, 960][config & 3] as number;
}
