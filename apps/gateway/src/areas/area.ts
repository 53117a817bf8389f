import type { ErrorCode } from '@earshot/contracts';
import type { QueryCosts } from '../platform/limits/query-costs.js';

/** A part of the API: a Nest module, and what the platform must know about its fields and routes. */
export interface Area {
  readonly module: new (...parameters: never[]) => object;
  /** What its fields cost. Needed for each list, and for each field that does more than read memory. */
  readonly costs?: QueryCosts;
  /** Codes of its errors that a client may see. Errors with other codes reach the client as `INTERNAL`. */
  readonly errorCodes?: readonly ErrorCode[];
  /** First part of the paths of its HTTP routes. The web page is never served below it. */
  readonly httpPaths?: readonly string[];
}
