/** LCA's browser page sends one worklet quantum per message: 128 stereo samples of 16 bits. */
export const BROWSER_FRAME_BYTES = 512;
/** This many suspicious frames in a row, most of them not silent, prove the page (0.17 s at 48 kHz). */
const PROOF_FRAMES = 64;

/** Repairs the frames of one call as soon as its audio is proven to come from LCA's browser page. */
export class BrowserRepair {
  private watch = initialBrowserWatch;

  /** Returns the repaired frame, or the same frame while there is no proof. */
  repair(frame: Uint8Array): Uint8Array {
    const wasRepairing = this.watch.repairing;
    this.watch = watchBrowserFrame(this.watch, frame);
    return wasRepairing && this.watch.repairing ? repairBrowserFrame(frame) : frame;
  }
}

/** The evidence so far that a stream comes from LCA's browser page. */
export interface BrowserWatch {
  readonly suspicious: number;
  readonly withSound: number;
  /** True from the first frame that must be repaired. */
  readonly repairing: boolean;
}

export const initialBrowserWatch: BrowserWatch = { suspicious: 0, withSound: 0, repairing: false };

/**
 * Adds one frame to the evidence. The page's worklet increments its index before it writes, so its frames are
 * `[0,L0,R0,L1,…,R126,L127]`: the first word is always 0. Other audio has 64 frames of exactly 512 bytes with a silent first
 * sample in a row only when it is silent, and silence proves nothing. One frame that does not fit ends suspicion and repair.
 */
export function watchBrowserFrame(watch: BrowserWatch, frame: Uint8Array): BrowserWatch {
  if (frame.length !== BROWSER_FRAME_BYTES || frame[0] !== 0 || frame[1] !== 0) return initialBrowserWatch;
  if (watch.repairing) return watch;
  const suspicious = watch.suspicious + 1;
  const withSound = watch.withSound + (frame.some((byte) => byte !== 0) ? 1 : 0);
  if (suspicious < PROOF_FRAMES) return { suspicious, withSound, repairing: false };
  return { suspicious: 0, withSound: 0, repairing: withSound * 2 > PROOF_FRAMES };
}

/**
 * Undoes the worklet's shift: drops the leading zero, repeats `R126` for `R127`, which the page lost, and swaps left and
 * right, because the page swaps them to compensate for the shift. Returns a new frame `[R0,L0,R1,L1,…]`.
 */
export function repairBrowserFrame(frame: Uint8Array): Uint8Array {
  const repaired = new Uint8Array(BROWSER_FRAME_BYTES);
  const copyWord = (fromWord: number, toWord: number) => {
    repaired[toWord * 2] = frame[fromWord * 2] ?? 0;
    repaired[toWord * 2 + 1] = frame[fromWord * 2 + 1] ?? 0;
  };
  const pairs = BROWSER_FRAME_BYTES / 4;
  for (let pair = 0; pair < pairs; pair++) {
    const left = 2 * pair + 1;
    const right = pair === pairs - 1 ? left - 1 : left + 1;
    copyWord(right, 2 * pair);
    copyWord(left, 2 * pair + 1);
  }
  return repaired;
}
