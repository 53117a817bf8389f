/** The partitions that one member of a group says it owns, and the generation of the group in which it got them. */
export interface PartitionClaim {
  readonly memberId: string;
  readonly owned: readonly number[];
  readonly generation: number;
}

/**
 * Assigns partitions to members evenly and moves as few as possible, because the new owner of a partition has to rebuild
 * the state of its calls. When two members claim a partition, the claim of the later generation counts.
 */
export function assignSticky(partitions: readonly number[], claims: readonly PartitionClaim[]): Map<string, number[]> {
  const assigned = new Map(claims.map(({ memberId }) => [memberId, [] as number[]]));
  const free: number[] = [];
  const owners = findOwners(claims);
  for (const partition of partitions) (assigned.get(owners.get(partition) ?? '') ?? free).push(partition);

  const byLoad = [...assigned.entries()].sort(
    ([one, owned], [other, ownedToo]) => ownedToo.length - owned.length || (one < other ? -1 : 1),
  );
  const shares = evenShares(partitions.length, claims.length);
  byLoad.forEach(([, owned], at) => free.push(...owned.splice(shares[at] ?? 0)));
  byLoad.forEach(([, owned], at) => owned.push(...free.splice(0, (shares[at] ?? 0) - owned.length)));
  return assigned;
}

/** The number of partitions for each member. The first ones get the remainder. */
function evenShares(partitions: number, members: number): number[] {
  const least = Math.floor(partitions / members);
  const remainder = partitions % members;
  return Array.from({ length: members }, (_, at) => least + (at < remainder ? 1 : 0));
}

function findOwners(claims: readonly PartitionClaim[]): Map<number, string> {
  const owners = new Map<number, string>();
  const oldestFirst = [...claims].sort(
    (one, other) => one.generation - other.generation || (one.memberId < other.memberId ? 1 : -1),
  );
  for (const { memberId, owned } of oldestFirst) for (const partition of owned) owners.set(partition, memberId);
  return owners;
}
