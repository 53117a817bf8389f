import type { ShownParticipant, SpeakerGroup } from './participant-list.js';

type Looks = Pick<ShownParticipant, 'group' | 'tone'>;

/** Classes of `speaker.css` that give an element the colours and the shape of a participant. */
export const lookClasses = ({ group, tone }: Looks): string => `look-${group} look-${group}-${tone}`;

/** The variable of `ui/tokens.css` with the participant's colour. */
export const colorVariable = ({ group, tone }: Looks): string => `--es-${group}-${tone}`;

const dashes: Record<SpeakerGroup, readonly number[][]> = {
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
export const dashOf = ({ group, tone }: Looks): number[] => dashes[group][tone] ?? [];
