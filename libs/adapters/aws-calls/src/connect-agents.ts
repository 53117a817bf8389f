import { BoundedMap } from '@earshot/domain';
import type { AgentLookup } from '@earshot/ports';
import { createHandler, placeOf, type AwsPlace } from './aws-place.js';

const ANSWER_WITHIN_MS = 5_000;
const MAX_SOCKETS = 16;
const REMEMBERED_AGENTS = 5_000;
const AGENT_ARN = /:instance\/([\w-]+)\/agent\/([\w-]+)$/;
/** Longer than what is ever shown of a name. */
const MAX_NAME_LENGTH = 256;

/** Agents of Amazon Connect by the ARNs that stand in its events, as `First Last (username)`. */
export async function openConnectAgents(place: AwsPlace): Promise<AgentLookup> {
  const sdk = await import('@aws-sdk/client-connect');
  const client = new sdk.ConnectClient({
    ...placeOf(place),
    requestHandler: await createHandler(MAX_SOCKETS, ANSWER_WITHIN_MS),
  });
  // DescribeUser may be asked twice a second.
  const known = new BoundedMap<string, string>(REMEMBERED_AGENTS);
  return {
    findAgent: async (agentArn) => {
      const [, InstanceId, UserId] = AGENT_ARN.exec(agentArn) ?? [];
      if (InstanceId === undefined || UserId === undefined) return null;
      const remembered = known.get(agentArn);
      if (remembered !== undefined) return remembered;
      const { User } = await client.send(new sdk.DescribeUserCommand({ InstanceId, UserId }));
      const name = formatName(User?.IdentityInfo, User?.Username);
      if (name !== null) known.set(agentArn, name);
      return name;
    },
    close: () => client.destroy(),
  };
}

function formatName(
  identity: { readonly FirstName?: string | undefined; readonly LastName?: string | undefined } | undefined,
  username: string | undefined,
): string | null {
  const people = [identity?.FirstName, identity?.LastName].filter((part) => part !== undefined && part !== '');
  const login = username === undefined ? [] : [people.length > 0 ? `(${username})` : username];
  const name = [...people, ...login].join(' ').slice(0, MAX_NAME_LENGTH);
  return name === '' ? null : name;
}
