import type { Cluster, PartitionAssigner } from 'kafkajs';
import { loadKafkajs } from './kafka-client.js';
import { assignSticky, type PartitionClaim } from '../shared/sticky-assignment.js';

type OwnClaim = Omit<PartitionClaim, 'memberId'>;

export interface AssignerHooks {
  /** Returns what this member owns. The leader of the group assigns the partitions by these claims. */
  claim(): OwnClaim;
  /** Called before each request to join the group. The member keeps its partitions until this resolves. */
  beforeJoin(): Promise<void>;
}

const NAME = 'earshot-sticky';
const VERSION = 0;

/**
 * Creates the assigner of our groups. It is also the only hook into a rebalance: kafkajs emits its rebalance event
 * synchronously and joins at once, before running handlers are done and committed. But each join first asks the cluster
 * object, which the assigner gets, for the coordinator of the group, and that request can wait.
 */
export async function createGroupAssigner(hooks: AssignerHooks): Promise<PartitionAssigner> {
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
          memberId,
          ...parseClaim(MemberMetadata.decode(memberMetadata)?.userData),
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

/** The claim that another member sent. A claim that cannot be parsed counts as empty. */
function parseClaim(userData: Buffer | undefined): OwnClaim {
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
