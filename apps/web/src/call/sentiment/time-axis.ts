/** Steps between the labels of the time axis, in seconds. Labels show whole seconds, so a shorter step would repeat them. */
export const labelStepsSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400];

/** Where the time axis begins and ends, in whole seconds: long enough for two labels. Without points there is no first or last second. */
export function findTimeRange(firstSecond: number | null, lastSecond: number | null): [number, number] {
  const from = Math.floor(firstSecond ?? 0);
  return [from, Math.max(from + 1, Math.ceil(lastSecond ?? 0))];
}
