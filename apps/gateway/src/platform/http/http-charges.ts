import type { IncomingMessage } from 'node:http';
import type { Principal } from '@earshot/domain';
import type { ClientKeys } from '@earshot/hosting';
import type { GraphQLError } from 'graphql';
import type { OperationLimits, RequestCharge } from '../limits/operation-limits.js';

/** What each HTTP request to GraphQL was charged, until it is answered. */
export class HttpCharges {
  private readonly charges = new WeakMap<IncomingMessage, RequestCharge>();

  constructor(
    private readonly limits: OperationLimits,
    private readonly clients: ClientKeys,
  ) {}

  /** Charges a request by the length that its header announces. Returns why it is refused; null when it may be read. */
  chargeRequest(principal: Principal, request: IncomingMessage): GraphQLError | null {
    const length = Number(request.headers['content-length'] ?? Infinity);
    const charge = this.limits.chargeRequest(this.clients.keyOfPrincipal(principal, request), length);
    if (!('client' in charge)) return charge;
    this.charges.set(request, charge);
    return null;
  }

  /** Throws when the request was not charged. */
  chargeOf(request: IncomingMessage): RequestCharge {
    const charge = this.charges.get(request);
    if (charge === undefined) throw new Error('A request reached GraphQL without being charged.');
    return charge;
  }
}
