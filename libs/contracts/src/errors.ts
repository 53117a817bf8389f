import type { ErrorCode } from './error-codes/index.js';

/** Why a message is not one of our events, in the order the steps are taken. */
export const contractErrorCodes = [
  'EVENT_TOO_LARGE',
  'EVENT_NOT_JSON',
  'EVENT_BAD_ENVELOPE',
  'EVENT_UNKNOWN_TYPE',
  'EVENT_BAD_DATA',
] as const satisfies readonly ErrorCode[];
export type ContractErrorCode = (typeof contractErrorCodes)[number];

/** `detail` names fields and steps, never content: it may be logged. */
export interface ContractError {
  readonly code: ContractErrorCode;
  readonly detail: string;
}
