/** A member of a group, with the partitions it says it has, as of which generation of the group. */
export interface GroupMember {
  readonly id: string;
  readonly owned: readonly number[];
  readonly generation: number;
}

/**
 * Shares partitions out evenly and moves as few as that allows: each one that moves makes its new owner build up the
 * state of the calls in it. Of two members that claim a partition the one of the later generation is believed.
 */
export function assignSticky(partitions: readonly number[], members: readonly GroupMember[]): Map<string, number[]> {
  const kept = new Map(members.map(({ id }) => [id, [] as number[]]));
  const free: number[] = [];
  const claims = claimsOf(members);
  for (const partition of partitions) (kept.get(claims.get(partition) ?? '') ?? free).push(partition);

  const least = Math.floor(partitions.length / members.length);
  let withOneMore = partitions.length % members.length;
  const byLoad = [...kept.entries()].sort(
    ([one, has], [other, hasToo]) => hasToo.length - has.length || (one < other ? -1 : 1),
  );
  for (const [, has] of byLoad) {
    const share = least + (withOneMore > 0 ? 1 : 0);
    withOneMore -= 1;
    free.push(...has.splice(share));
  }
  withOneMore = partitions.length % members.length;
  for (const [, has] of byLoad) {
    const share = least + (withOneMore > 0 ? 1 : 0);
    withOneMore -= 1;
    has.push(...free.splice(0, share - has.length));
  }
  return kept;
}

function claimsOf(members: readonly GroupMember[]): Map<number, string> {
  const claims = new Map<number, string>();
  const rising = [...members].sort((one, other) => one.generation - other.generation || (one.id < other.id ? 1 : -1));
  for (const { id, owned } of rising) for (const partition of owned) claims.set(partition, id);
  return claims;
}
