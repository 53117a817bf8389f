/** LCA's browser page sends one worklet quantum per frame: 128 stereo frames of 16 bits. */
export const BROWSER_FRAME_BYTES = 512;
/** So many suspicious frames in a row, most of them with sound, before anything is touched (0.17 s at 48 kHz). */
const PROOF_FRAMES = 64;

/** What was seen so far of a stream that may come from LCA's browser page. */
export interface BrowserWatch {
  readonly suspicious: number;
  readonly withSound: number;
  /** True from the frame on that is to be repaired. */
  readonly repairing: boolean;
}

export const initialBrowserWatch: BrowserWatch = { suspicious: 0, withSound: 0, repairing: false };

/**
 * Looks at one binary frame. The page's worklet counts before it writes, so its frames are `[0,L0,R0,L1,…,R126,L127]`:
 * first word always 0. Real audio has a silent first sample in 64 frames of exactly 512 bytes in a row only when it is
 * silence, and silence proves nothing. One frame that does not fit ends the suspicion, and the repair.
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
 * Undoes the worklet's shift: the leading zero goes, `R127`, which the page lost, is taken as `R126`, and the sides are
 * swapped, because the page feeds them in swapped to make up for the shift. Returns a new frame `[R0,L0,R1,L1,…]`.
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
