import { issueKey } from '@earshot/access';
import { openPrincipal, rowScopeOf, type Principal, type RowScope } from '@earshot/domain';
import type { StreamAccess, StreamKey } from '@earshot/graphql-api';
import { Failure, type Clock, type KeyStore } from '@earshot/ports';
import { checkText } from '../../platform/graphql/check-text.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import type { IngestAddress } from '../../platform/http/find-ingest-address.js';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';

/** A person who is signed out or disabled brings no audio after this time: only a session extends a key. */
const KEY_LIFE_MS = 600_000;
/** Browsers, tabs and reconnects of one person. */
const MOST_KEYS_OF_PERSON = 10;
/** The source that the page speaks. */
const STREAM_SOURCE = 'earshot';

/** Lets people send calls from their browsers. */
export class StreamAccesses {
  constructor(
    private readonly keys: Pick<KeyStore, 'addShortLived' | 'extend'>,
    private readonly address: IngestAddress,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** Rejects with `FORBIDDEN` or `TOO_MANY_KEYS`. */
  async createAccess(context: OperationContext): Promise<StreamAccess> {
    const { viewer, audit } = context;
    const scope = await this.requireScope(context, 'createStreamAccess');
    await audit.record('MANAGE', { details: ['createStreamAccess'] });
    return { ...this.address, key: viewer.key === openPrincipal.key ? null : await this.makeKey(viewer, scope) };
  }

  /** Answers when the key ends. Rejects with `FORBIDDEN` or `KEY_NOT_FOUND`. */
  async extendKey(context: OperationContext, keyId: string): Promise<string> {
    await this.requireScope(context, 'extendStreamKey');
    const id = checkText('id', keyId);
    const untilMs = this.endOfKey(context.viewer);
    if (!(await this.keys.extend({ id, holder: context.viewer.key }, untilMs, this.clock.nowMs())))
      throw new Failure('KEY_NOT_FOUND', `There is no usable key ${id}.`);
    return toDateTime(untilMs);
  }

  private async makeKey(viewer: Principal, scope: RowScope): Promise<StreamKey> {
    const expiresAtMs = this.endOfKey(viewer);
    const grant = {
      holder: viewer.key,
      tenant: viewer.tenant,
      name: `Browser of ${viewer.subject}`.slice(0, 256),
      kind: 'SOURCE' as const,
      sources: [STREAM_SOURCE],
      agentId: reachesOwnCallsAlone(scope) ? viewer.agentId : null,
      expiresAtMs,
    };
    const { stored, text } = issueKey(grant, this.clock.nowMs());
    await this.keys.addShortLived(stored, MOST_KEYS_OF_PERSON);
    return { id: stored.id, text, expiresAt: toDateTime(expiresAtMs) };
  }

  private endOfKey({ expiresAtMs }: Principal): number {
    return Math.min(this.clock.nowMs() + KEY_LIFE_MS, expiresAtMs ?? Infinity);
  }

  /** The calls that the viewer may control. A key of a program never becomes one that brings calls. */
  private async requireScope({ viewer, audit }: OperationContext, field: string): Promise<RowScope> {
    const scope = viewer.kind === 'USER' ? rowScopeOf(viewer, 'CONTROL') : null;
    if (scope !== null) return scope;
    await audit.record('REFUSED', { details: [field] });
    throw clientError('FORBIDDEN', 'You may not send calls from the browser.');
  }
}

const reachesOwnCallsAlone = ({ all, teams, queues }: RowScope): boolean =>
  !all && teams.length === 0 && queues.length === 0;
