/** Length of one bin of energy. */
export const BIN_MS = 20;
/** Bins of a window: five seconds. */
export const WINDOW_BINS = 250;
/** The same sound may come this many bins earlier or later on the other track: 240 ms. */
export const MOST_LAG_BINS = 12;
/** Bins of each track that a window needs. */
export const COMPARED_BINS = WINDOW_BINS + 2 * MOST_LAG_BINS;

/** Below this level, a bin is silence whatever the rest of the window is. */
const LEAST_ACTIVE_DB = 30;
/** Bins this much below the loudest ones of the window are pauses. */
const ACTIVE_RANGE_DB = 20;
/** Speech has pauses, music has none. */
const MOST_SPEECH_SHARE = 0.92;
const LEAST_SPEECH_SHARE = 0.1;
/** The levels of speech differ; those of tones, such as DTMF, do not. Between the quartiles. */
const LEAST_SPEECH_SPREAD_DB = 4;
/** A voice is the louder one where it is this much louder than the other track. */
const LOUDER_DB = 6;
/** Share of the active bins, and of all, in which a voice must be the louder one for its leak to be judged. */
const LEAST_LOUDER_SHARE_OF_ACTIVE = 0.5;
const LEAST_LOUDER_SHARE = 0.15;
/** The levels of both tracks rise and fall together. Separate tracks of real calls reach 0.41 and 0.70 (`docs/adr/0027-who-is-who.md`). */
const SAME_CORRELATION = 0.9;
const LEAK_CORRELATION = 0.8;
/** 160 ms to 2 s. */
const SHORTEST_BEAT_BINS = 8;
const LONGEST_BEAT_BINS = 100;
/** Speech of five seconds repeats its levels less exactly: the two recorded calls of the tests reach 0.92. */
const RHYTHM_CORRELATION = 0.93;
/** A voice that is weaker than this on the other track disturbs nobody. */
const LEAST_LEAK_DB = -26;

/** What five seconds of two tracks show. */
export interface WindowVerdict {
  /** Somebody speaks on one of the tracks. Other windows say nothing. */
  readonly isSpeech: boolean;
  /** How much louder the second track is, if both have the same sound; otherwise null. */
  readonly sameGainDb: number | null;
  /** Whether the voice of the first track is heard on the second one, and the other way round; null: not to be judged. */
  readonly leaks: readonly [boolean | null, boolean | null];
}

/** Compares the levels of two tracks, in dB, `COMPARED_BINS` each. */
export function compareWindow(one: Float32Array, other: Float32Array): WindowVerdict {
  const active = findActiveBins(one);
  const otherActive = findActiveBins(other);
  if (!active.isSpeech && !otherActive.isSpeech) return nothingSaid;
  const sameGainDb = active.isSpeech && otherActive.isSpeech ? findSameGain(one, other, active.bins) : null;
  const leaks = [
    active.isSpeech ? isLeaking(one, other, active.bins) : null,
    otherActive.isSpeech ? isLeaking(other, one, otherActive.bins) : null,
  ] as const;
  const isSuspicious = sameGainDb !== null || leaks.includes(true);
  return isSuspicious && (isRhythmic(one) || isRhythmic(other)) ? nothingSaid : { isSpeech: true, sameGainDb, leaks };
}

const nothingSaid: WindowVerdict = { isSpeech: false, sameGainDb: null, leaks: [null, null] };

interface ActiveBins {
  readonly isSpeech: boolean;
  /** Places among the levels. */
  readonly bins: Uint16Array;
}

function findActiveBins(levels: Float32Array): ActiveBins {
  const sorted = levels.slice(MOST_LAG_BINS, MOST_LAG_BINS + WINDOW_BINS).sort();
  const leastDb = Math.max(LEAST_ACTIVE_DB, quantile(sorted, 0.95) - ACTIVE_RANGE_DB);
  const places = new Uint16Array(WINDOW_BINS);
  let count = 0;
  for (let at = MOST_LAG_BINS; at < MOST_LAG_BINS + WINDOW_BINS; at++)
    if ((levels[at] as number) > leastDb) places[count++] = at;
  const loud = sorted.subarray(WINDOW_BINS - count);
  const hasPauses = count >= LEAST_SPEECH_SHARE * WINDOW_BINS && count <= MOST_SPEECH_SHARE * WINDOW_BINS;
  const isSpeech = hasPauses && quantile(loud, 0.75) - quantile(loud, 0.25) >= LEAST_SPEECH_SPREAD_DB;
  return { isSpeech, bins: places.subarray(0, count) };
}

const quantile = (sorted: Float32Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const everyBin = Uint16Array.from({ length: WINDOW_BINS }, (_, at) => MOST_LAG_BINS + at);

/** How much louder the other track is where both rise and fall together; null where they do not. */
function findSameGain(one: Float32Array, other: Float32Array, active: Uint16Array): number | null {
  let bestLag = 0;
  let best = SAME_CORRELATION;
  let isSame = false;
  for (let lag = -MOST_LAG_BINS; lag <= MOST_LAG_BINS; lag++) {
    const { correlation } = relateLevels(one, other, everyBin, lag, -Infinity);
    if (correlation < best) continue;
    [best, bestLag, isSame] = [correlation, lag, true];
  }
  return isSame ? relateLevels(one, other, active, bestLag, -Infinity).differenceDb : null;
}

function isLeaking(voice: Float32Array, other: Float32Array, active: Uint16Array): boolean | null {
  const leastCount = Math.max(LEAST_LOUDER_SHARE * WINDOW_BINS, LEAST_LOUDER_SHARE_OF_ACTIVE * active.length);
  let isJudged = false;
  for (let lag = -MOST_LAG_BINS; lag <= MOST_LAG_BINS; lag++) {
    const { count, correlation, differenceDb } = relateLevels(voice, other, active, lag, LOUDER_DB);
    if (count < leastCount) continue;
    if (correlation >= LEAK_CORRELATION && differenceDb >= LEAST_LEAK_DB) return true;
    isJudged = true;
  }
  return isJudged ? false : null;
}

interface Relation {
  readonly count: number;
  /** Pearson's, of the levels in dB. */
  readonly correlation: number;
  /** How much louder the other track is. */
  readonly differenceDb: number;
}

/** Relates the bins of one track that are at least `louderDb` louder than those of the other one, `lag` bins later. */
function relateLevels(
  one: Float32Array,
  other: Float32Array,
  bins: Uint16Array,
  lag: number,
  louderDb: number,
): Relation {
  let count = 0;
  let [sumOne, sumOther, squaresOne, squaresOther, products] = [0, 0, 0, 0, 0];
  for (let index = 0; index < bins.length; index++) {
    const at = bins[index] as number;
    const a = one[at] as number;
    const b = other[at + lag] as number;
    if (a <= b + louderDb) continue;
    count += 1;
    sumOne += a;
    sumOther += b;
    squaresOne += a * a;
    squaresOther += b * b;
    products += a * b;
  }
  if (count === 0) return { count, correlation: 0, differenceDb: 0 };
  const spread = (squaresOne - (sumOne * sumOne) / count) * (squaresOther - (sumOther * sumOther) / count);
  const correlation = spread <= 1e-6 ? 0 : (products - (sumOne * sumOther) / count) / Math.sqrt(spread);
  return { count, correlation, differenceDb: (sumOther - sumOne) / count };
}

/** Music with pauses repeats itself: its levels are those of a beat earlier. */
function isRhythmic(levels: Float32Array): boolean {
  for (let beat = SHORTEST_BEAT_BINS; beat <= LONGEST_BEAT_BINS; beat++) {
    const later = everyBin.subarray(beat);
    if (relateLevels(levels, levels, later, -beat, -Infinity).correlation >= RHYTHM_CORRELATION) return true;
  }
  return false;
}
