import { newAccessId } from '@earshot/access';
import {
  Failure,
  type Clock,
  type GrantsOfGroups,
  type Group,
  type GroupChange,
  type GroupName,
  type ProvisioningStore,
} from '@earshot/ports';
import { applyManagedChange } from '../audit/managed-change.js';
import { applyPatch } from './apply-patch.js';
import { describeForPatch, groupAttributes, readGroup, showGroup, type DescribedGroup } from './group-resource.js';
import { groupFilters, parseQuery } from './parse-query.js';
import { chooseAttributes, leavesOut, showPage, type ScimResource } from './scim-resource.js';
import { isId, type ScimTurn } from './scim-turn.js';

/** Members of all groups on one page together. A larger group stands on a page of its own. */
const MAX_LISTED_MEMBERS = 20_000;

/** Lists and changes the groups of the client's tenant, and what they give. Each change is recorded first. */
export class GroupProvisioning {
  constructor(
    private readonly provisioning: ProvisioningStore,
    private readonly grantsOf: GrantsOfGroups,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** Rejects with `ScimRefusal` for a filter or a page that is none. */
  async listGroups({ viewer, audit, query, baseUrl }: ScimTurn): Promise<object> {
    const page = parseQuery(query, groupFilters);
    const { total, items } = await this.provisioning.listGroups(viewer.tenant, page.query);
    const members = leavesOut('members', query) ? null : await this.listMembersOf(items);
    await audit.record('LIST', { details: ['groups'] });
    const shown = members === null ? items : items.filter(({ id }) => members.has(id));
    return showPage({ total, items: shown }, page, (group) =>
      chooseAttributes(showGroup(group, members?.get(group.id) ?? null, baseUrl), query),
    );
  }

  /** Of as many groups as fit on a page, because a page may be shorter than its client asked for. */
  private listMembersOf(groups: readonly Group[]): Promise<ReadonlyMap<string, readonly GroupName[]>> {
    return this.provisioning.listMembersOfFirst(idsOf(groups), MAX_LISTED_MEMBERS);
  }

  /** Rejects with `GROUP_NOT_FOUND`. */
  async getGroup(turn: ScimTurn): Promise<object> {
    const group = await this.requireGroup(turn);
    const members = leavesOut('members', turn.query) ? null : await this.provisioning.listMembers(group.id);
    await turn.audit.record('LIST', { details: ['groups'] });
    return chooseAttributes(showGroup(group, members, turn.baseUrl), turn.query);
  }

  /** Rejects with `NAME_TAKEN`, `TOO_MANY_GROUPS`, `TOO_MANY_MEMBERS`, or `BAD_INPUT` for a member that is no account. */
  createGroup(turn: ScimTurn): Promise<ScimResource> {
    return applyManagedChange(turn, 'createGroup', async () => {
      const { members, ...said } = readGroup(turn.body);
      const { tenant } = turn.viewer;
      const group: Group = { ...said, id: newAccessId(), tenant, createdAtMs: this.clock.nowMs() };
      const apply = async () => {
        await this.provisioning.addGroup(group, [...members], this.grantsOf);
        return this.showWhole(group, turn);
      };
      return { changedId: group.id, apply };
    });
  }

  /** Rejects with `GROUP_NOT_FOUND`, `LAST_ADMIN`, or as `createGroup`. */
  replaceGroup(turn: ScimTurn): Promise<ScimResource> {
    return this.changeGroup(
      turn,
      async () => turn.body,
      (group) => this.showWhole(group, turn),
    );
  }

  /** Answers nothing, because a group may be large. Rejects as `replaceGroup`. */
  patchGroup(turn: ScimTurn): Promise<null> {
    const describe = (group: Group, members: readonly string[]) =>
      applyPatch(describeForPatch(group, members), turn.body, groupAttributes);
    return this.changeGroup(turn, describe, async () => null);
  }

  /** Rejects with `GROUP_NOT_FOUND` or `LAST_ADMIN`. */
  removeGroup(turn: ScimTurn): Promise<null> {
    return applyManagedChange(turn, 'removeGroup', async () => {
      const { tenant, id } = await this.requireGroup(turn);
      const apply = async () => {
        if (!(await this.provisioning.removeGroup(tenant, id, this.grantsOf))) throw groupNotFound();
        return null;
      };
      return { changedId: id, apply };
    });
  }

  private changeGroup<T>(
    turn: ScimTurn,
    describe: (group: Group, members: readonly string[]) => Promise<unknown>,
    answer: (group: Group) => Promise<T>,
  ): Promise<T> {
    return applyManagedChange(turn, 'changeGroup', async () => {
      const { tenant, id, ...known } = await this.requireGroup(turn);
      const members = idsOf(await this.provisioning.listMembers(id));
      const said = readGroup(await describe({ tenant, id, ...known }, members));
      const apply = async () => {
        const changed = await this.provisioning.changeGroup(tenant, id, changeOf(known, members, said), this.grantsOf);
        if (changed === null) throw groupNotFound();
        return answer(changed);
      };
      return { changedId: id, apply };
    });
  }

  private async showWhole(group: Group, { baseUrl }: ScimTurn): Promise<ScimResource> {
    return showGroup(group, await this.provisioning.listMembers(group.id), baseUrl);
  }

  private async requireGroup({ viewer, id }: ScimTurn): Promise<Group> {
    const group = isId(id) ? await this.provisioning.findGroup(viewer.tenant, id) : null;
    if (group === null) throw groupNotFound();
    return group;
  }
}

/** Only what differs, so that two requests at once do not undo each other. */
function changeOf(
  known: Pick<Group, 'name' | 'externalId'>,
  before: readonly string[],
  { name, externalId, members }: DescribedGroup,
): GroupChange {
  const membersBefore = new Set(before);
  return {
    ...(name !== known.name && { name }),
    ...(externalId !== known.externalId && { externalId }),
    add: [...members].filter((id) => !membersBefore.has(id)),
    remove: before.filter((id) => !members.has(id)),
  };
}

const idsOf = (named: readonly GroupName[]): string[] => named.map(({ id }) => id);

const groupNotFound = (): Failure => new Failure('GROUP_NOT_FOUND', 'There is no group with this id.');
