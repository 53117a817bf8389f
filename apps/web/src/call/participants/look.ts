import type { ShownParticipant, Side } from './participant-list.js';

type Looks = Pick<ShownParticipant, 'side' | 'tone'>;

/** Classes of `speaker.css` that give an element the colours and the shape of a participant. */
export const lookClasses = ({ side, tone }: Looks): string => `look-${side} look-${side}-${tone}`;

/** The variable of `ui/tokens.css` with the participant's colour. */
export const colorVariable = ({ side, tone }: Looks): string => `--es-${side}-${tone}`;

const dashes: Record<Side, readonly number[][]> = {
  customer: [[], [14, 3], [14, 3, 3, 3]],
  centre: [
    [6, 4],
    [2, 4],
    [9, 3, 2, 3],
  ],
  other: [
    [1, 3],
    [4, 2],
    [2, 2],
  ],
};

/** Lengths in pixels of the strokes and gaps of the participant's line in the chart. Empty: one stroke. */
export const dashOf = ({ side, tone }: Looks): number[] => dashes[side][tone] ?? [];
