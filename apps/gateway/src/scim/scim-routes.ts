import type { IncomingMessage } from 'node:http';
import type { Principal } from '@earshot/domain';
import { Failure, type Logger } from '@earshot/ports';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { requireManager } from '../audit/managed-change.js';
import type { ViewerAudit } from '../audit/viewer-audit.js';
import type { HttpCharges } from '../platform/http/http-charges.js';
import type { RequestPrincipals } from '../platform/http/request-principals.js';
import type { GroupProvisioning } from './group-provisioning.js';
import { answerProblem, SCIM_CONTENT_TYPE, sendProblem } from './scim-problem.js';
import { showList } from './scim-resource.js';
import type { ScimTurn } from './scim-turn.js';
import { resourceTypes, schemas, serviceProviderConfig } from './service-documents.js';
import type { UserProvisioning } from './user-provisioning.js';

const PREFIX = '/scim/v2';
/** A group with some ten thousand members. */
const MAX_BODY_BYTES = 1_048_576;
const BODY_TYPES = ['application/scim+json', 'application/json'];

export interface ScimRouteParts {
  /** Null where nobody signs in. */
  readonly users: UserProvisioning | null;
  readonly groups: GroupProvisioning | null;
  readonly principals: Pick<RequestPrincipals, 'principalOf'>;
  readonly charges: Pick<HttpCharges, 'chargeRequest'>;
  /** Records what the client does. */
  auditOf(viewer: Principal, request: IncomingMessage): ViewerAudit;
  /** Where browsers reach Earshot; undefined: where the request came in. */
  readonly publicOrigin: string | undefined;
  readonly logger: Logger;
}

type Answer = (turn: ScimTurn) => Promise<object | null> | object;

/** Serves SCIM 2.0 (RFC 7644) to identity providers whose key may manage. */
export class ScimRoutes {
  constructor(private readonly parts: ScimRouteParts) {}

  register(fastify: FastifyInstance): void {
    void fastify.register(async (scope) => this.addRoutes(scope), { prefix: PREFIX });
  }

  private addRoutes(scope: FastifyInstance): void {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(BODY_TYPES, { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (request, body, done) => {
      // Some clients announce JSON with a request that has no body.
      if (body === '') done(null, undefined);
      else scope.getDefaultJsonParser('error', 'error')(request, String(body), done);
    });
    scope.setErrorHandler((error, _request, reply) => answerProblem(reply, error, this.parts.logger));
    scope.addHook('onRequest', (request, reply) => this.checkRequest(request, reply));
    this.addDocuments(scope);
    for (const url of NOT_IMPLEMENTED) scope.all(url, async (_request, reply) => sendProblem(reply, notImplemented));
    scope.all('/*', async (_request, reply) => sendProblem(reply, noSuchAddress));
    const users = () => this.require(this.parts.users);
    scope.get(
      '/Users',
      this.answer((turn) => users().listUsers(turn)),
    );
    scope.post(
      '/Users',
      this.answer((turn) => users().createUser(turn), 201),
    );
    scope.get(
      '/Users/:id',
      this.answer((turn) => users().getUser(turn)),
    );
    scope.put(
      '/Users/:id',
      this.answer((turn) => users().replaceUser(turn)),
    );
    scope.patch(
      '/Users/:id',
      this.answer((turn) => users().patchUser(turn)),
    );
    scope.delete(
      '/Users/:id',
      this.answer((turn) => users().removeUser(turn)),
    );
    const groups = () => this.require(this.parts.groups);
    scope.get(
      '/Groups',
      this.answer((turn) => groups().listGroups(turn)),
    );
    scope.post(
      '/Groups',
      this.answer((turn) => groups().createGroup(turn), 201),
    );
    scope.get(
      '/Groups/:id',
      this.answer((turn) => groups().getGroup(turn)),
    );
    scope.put(
      '/Groups/:id',
      this.answer((turn) => groups().replaceGroup(turn)),
    );
    scope.patch(
      '/Groups/:id',
      this.answer((turn) => groups().patchGroup(turn)),
    );
    scope.delete(
      '/Groups/:id',
      this.answer((turn) => groups().removeGroup(turn)),
    );
  }

  private addDocuments(scope: FastifyInstance): void {
    scope.get(
      '/ServiceProviderConfig',
      this.answer(({ baseUrl }) => serviceProviderConfig(baseUrl)),
    );
    for (const [path, documents] of [['/ResourceTypes', resourceTypes] as const, ['/Schemas', schemas] as const]) {
      scope.get(
        path,
        this.answer(({ baseUrl }) => showList(documents(baseUrl), documents(baseUrl).length)),
      );
      scope.get(`${path}/:id`, async (request, reply) => {
        const { baseUrl, id } = this.readTurn(request);
        const found = documents(baseUrl).find((document) => document.id === id);
        return found === undefined ? sendProblem(reply, notFound) : sendResource(reply, found);
      });
    }
  }

  /** Before the body is read: whether the client has not asked for too much, and may manage. */
  private async checkRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { principals, charges } = this.parts;
    const refusal = charges.chargeRequest(principals.principalOf(request.raw), request.raw);
    if (refusal !== null) throw refusal;
    await requireManager(this.readTurn(request), 'provisioning');
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    // A browser sends other types to another site without asking it first.
    if (hasBody(request) && !BODY_TYPES.includes(type ?? '')) sendProblem(reply, wrongType);
  }

  private answer(run: Answer, status = 200): RouteHandlerMethod {
    return async (request, reply) => sendResource(reply, await run(this.readTurn(request)), status);
  }

  private readTurn({ raw, params, query, body, protocol, host }: FastifyRequest): ScimTurn {
    const { principals, auditOf, publicOrigin } = this.parts;
    const viewer = principals.principalOf(raw);
    const { id = '' } = params as { id?: string };
    const baseUrl = `${publicOrigin ?? `${protocol}://${host}`}${PREFIX}`;
    return { viewer, audit: auditOf(viewer, raw), id, query: query as ScimTurn['query'], body, baseUrl };
  }

  private require<T>(provisioning: T | null): T {
    if (provisioning !== null) return provisioning;
    throw new Failure('BAD_INPUT', 'This Earshot has no sign-in, so it has no accounts.');
  }
}

function sendResource(reply: FastifyReply, resource: object | null, status = 200): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (resource === null) return reply.code(204).send();
  const { location } = (resource as { meta?: { location?: string } }).meta ?? {};
  if (status === 201 && location !== undefined) reply.header('location', location);
  return reply.code(status).type(SCIM_CONTENT_TYPE).send(JSON.stringify(resource));
}

const hasBody = ({ method }: FastifyRequest): boolean => ['POST', 'PUT', 'PATCH'].includes(method);

/** Addresses of the standard that this service provider does not serve (RFC 7644, 3.7 and 3.11). */
const NOT_IMPLEMENTED = ['/Bulk', '/Me', '/.search'];

const notFound = { status: 404, detail: 'There is nothing with this id.' };
const noSuchAddress = { status: 404, detail: 'SCIM has nothing at this address.' };
const notImplemented = { status: 501, detail: 'This Earshot does not do this. See ServiceProviderConfig.' };
const wrongType = { status: 415, detail: 'The content type must be application/scim+json.' };
