import { makeKey, makeReplacement, requireKey, revokeKey, storeReplacement, type IssuedKey } from '@earshot/access';
import type {
  AccessKey,
  IssuedAccessKey,
  MutationCreateAccessKeyArgs,
  MutationRotateAccessKeyArgs,
  QueryAccessKeysArgs,
} from '@earshot/graphql-api';
import { Failure, type Clock, type KeyStore } from '@earshot/ports';
import { checkText } from '../../platform/graphql/check-text.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';
import { keyToGraphql } from './administration.to-graphql.js';
import type { ListPage } from './list-page.js';
import { applyManagedChange, requireManager } from '../../audit/managed-change.js';

export const MAX_ADMINISTRATION_PAGE = 100;
const HOUR_MS = 3_600_000;
/** Ten years, as long as a key can live. */
const MAX_OVERLAP_HOURS = 87_600;

/** Lists and changes the access keys of the viewer's tenant. */
export class KeyAdministration {
  constructor(
    private readonly keys: KeyStore,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** Rejects with `FORBIDDEN`, `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
  async listKeys(context: OperationContext, args: QueryAccessKeysArgs): Promise<ListPage<AccessKey>> {
    const query = parsePage(args, MAX_ADMINISTRATION_PAGE);
    await requireManager(context, 'accessKeys');
    const page = await this.keys.list(context.viewer.tenant, query);
    await context.audit.record('LIST', { details: ['accessKeys'] });
    return { nodes: page.items.map(({ item }) => keyToGraphql(item)), pageInfo: pageInfoOf(page) };
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT` or `TOO_MANY_KEYS`. */
  createKey(context: OperationContext, { input }: MutationCreateAccessKeyArgs): Promise<IssuedAccessKey> {
    return applyManagedChange(context, 'createAccessKey', async () => {
      const { name, agentId = null, expiresAt } = input;
      const { roles = [], sources = [], teams = [], queues = [] } = input;
      for (const text of [name, agentId ?? '', ...sources, ...teams, ...queues]) checkText('a name', text);
      const expiresAtMs = expiresAt ? Date.parse(expiresAt) : null;
      const grant = { tenant: context.viewer.tenant, name, roles, sources, agentId, teams, queues, expiresAtMs };
      const issued = makeKey(grant, this.clock.nowMs());
      return { changedId: issued.stored.id, apply: () => this.storeKey(issued) };
    });
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT`, `KEY_NOT_FOUND` or `TOO_MANY_KEYS`. */
  rotateKey(context: OperationContext, { id, overlapHours }: MutationRotateAccessKeyArgs): Promise<IssuedAccessKey> {
    return applyManagedChange(context, 'rotateAccessKey', async () => {
      const hours = overlapHours ?? 0;
      if (hours < 0 || hours > MAX_OVERLAP_HOURS)
        throw new Failure('BAD_INPUT', `overlapHours is 0 to ${MAX_OVERLAP_HOURS}.`);
      const old = await this.requireKey(context, id);
      const rotation = makeReplacement(old, hours * HOUR_MS, this.clock.nowMs());
      const apply = async () => {
        await storeReplacement(this.keys, rotation);
        return showIssued(rotation);
      };
      return { changedId: old.id, apply };
    });
  }

  /** Rejects with `FORBIDDEN` or `KEY_NOT_FOUND`. */
  revokeKey(context: OperationContext, id: string): Promise<string> {
    return applyManagedChange(context, 'revokeAccessKey', async () => {
      const key = await this.requireKey(context, id);
      const apply = async () => {
        await revokeKey(this.keys, key.id, this.clock.nowMs());
        return key.id;
      };
      return { changedId: key.id, apply };
    });
  }

  private requireKey({ viewer: { tenant } }: OperationContext, id: string) {
    return requireKey(this.keys, { tenant, id: checkText('id', id) }, this.clock.nowMs());
  }

  private async storeKey(issued: IssuedKey): Promise<IssuedAccessKey> {
    await this.keys.add(issued.stored);
    return showIssued(issued);
  }
}

const showIssued = ({ stored, text }: IssuedKey): IssuedAccessKey => ({
  key: keyToGraphql({ ...stored, revokedAtMs: null, lastUsedAtMs: null, replacedBy: null }),
  text,
});
