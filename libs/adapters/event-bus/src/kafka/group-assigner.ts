import type { Cluster, PartitionAssigner } from 'kafkajs';
import { loadKafkajs } from './kafka-client.js';
import { assignSticky, type GroupMember } from '../shared/sticky-assignment.js';

export interface AssignerHooks {
  /** What this member has, for whoever shares the partitions out. */
  claim(): Omit<GroupMember, 'id'>;
  /** Before each request to join the group; the member keeps its partitions until this resolves. */
  beforeJoin(): Promise<void>;
}

const NAME = 'earshot-sticky';
const VERSION = 0;

/**
 * The assigner of our groups. It is also the only way that kafkajs lets us into a rebalance: its event of one is
 * synchronous and it joins at once, before work under way is finished and committed. But the assigner is given the
 * cluster object that each joining first asks for the group's coordinator, and that question can wait.
 */
export async function groupAssigner(hooks: AssignerHooks): Promise<PartitionAssigner> {
  const { AssignerProtocol } = await loadKafkajs();
  const { MemberMetadata, MemberAssignment } = AssignerProtocol;
  return ({ cluster }) => {
    waitBeforeJoining(cluster, () => hooks.beforeJoin());
    return {
      name: NAME,
      version: VERSION,
      protocol: ({ topics }) => ({
        name: NAME,
        metadata: MemberMetadata.encode({
          version: VERSION,
          topics,
          userData: Buffer.from(JSON.stringify(hooks.claim())),
        }),
      }),
      assign: async ({ members, topics }) => {
        const topic = topics[0] ?? '';
        const partitions = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
        const claims = members.map(({ memberId, memberMetadata }) => ({
          id: memberId,
          ...readClaim(MemberMetadata.decode(memberMetadata)?.userData),
        }));
        const shares = assignSticky(
          partitions.sort((one, other) => one - other),
          claims,
        );
        return [...shares].map(([memberId, owned]) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({
            version: VERSION,
            assignment: { [topic]: owned },
            userData: Buffer.alloc(0),
          }),
        }));
      },
    };
  };
}

function waitBeforeJoining(cluster: Cluster, wait: () => Promise<void>): void {
  const find = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (group) => {
    await wait();
    return find(group);
  };
}

/** What another member sent; nothing when it cannot be read. */
function readClaim(userData: Buffer | undefined): Omit<GroupMember, 'id'> {
  try {
    const claim = JSON.parse(String(userData)) as { owned?: unknown; generation?: unknown };
    const owned = Array.isArray(claim.owned)
      ? claim.owned.filter((partition): partition is number => Number.isInteger(partition))
      : [];
    return { owned, generation: typeof claim.generation === 'number' ? claim.generation : 0 };
  } catch {
    return { owned: [], generation: 0 };
  }
}
