import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '@earshot/contracts';
import { DEFAULT_TENANT, type Principal } from '@earshot/domain';

/** Who brings calls, as a vendor's own check proved it, for example by the signature of a request. */
export interface VendorIdentity {
  /** The account at the vendor, or the name of the phone system: the same for ever, because its calls belong to it. */
  readonly account: string;
  /** From a setting of the source. */
  readonly tenant?: string | undefined;
}

/** Why a request proves nobody, or nobody who may send calls. */
export type IdentityRefusal = Extract<
  ErrorCode,
  'FORBIDDEN' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'STORE_UNAVAILABLE' | 'UNAUTHENTICATED'
>;

/** A vendor's own check of an upgrade request. Null: the request has no proof of this vendor, and needs an access key. */
export type AuthenticateUpgrade = (request: IncomingMessage) => Promise<VendorIdentity | IdentityRefusal | null>;

const VENDOR_KEY = 'source:';

/** The principal of a vendor's account. It brings calls of this source and reads nothing. */
export const principalOfVendor = (source: string, { account, tenant }: VendorIdentity): Principal => ({
  key: `${VENDOR_KEY}${source}:${account}`,
  tenant: tenant ?? DEFAULT_TENANT,
  subject: `${source} ${account}`,
  kind: 'SOURCE',
  roles: [],
  agentId: null,
  teams: [],
  queues: [],
  sources: [source],
  expiresAtMs: null,
});

/** Whether a vendor's check proved who this is, and no access key that may end. */
export const isVendorPrincipal = ({ key }: Principal): boolean => key.startsWith(VENDOR_KEY);
