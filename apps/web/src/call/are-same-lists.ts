/** Whether two lists have the same length, and the same at each place. */
export const areSameLists = <Item>(
  a: readonly Item[],
  b: readonly Item[],
  isSame: (one: Item, other: Item) => boolean = Object.is,
): boolean => a === b || (a.length === b.length && a.every((one, at) => isSame(one, b[at] as Item)));
