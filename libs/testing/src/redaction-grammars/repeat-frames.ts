/** How often each frame of a tier stands in the list. */
const OFTEN = 4;
const SOMETIMES = 2;

export interface HeardFrames {
  /** What a contact centre hears every hour. */
  readonly often: readonly string[];
  /** What it hears every day. */
  readonly sometimes?: readonly string[];
  /** What it hears now and then. */
  readonly rarely?: readonly string[];
}

const repeat = (frames: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => frames).flat();

/** Repeats the frames, so that a dialogue draws each as often as a contact centre hears it. */
export const repeatFrames = ({ often, sometimes = [], rarely = [] }: HeardFrames): readonly string[] => [
  ...repeat(often, OFTEN),
  ...repeat(sometimes, SOMETIMES),
  ...rarely,
];
