import type { ErrorCode } from './error-codes/index.js';

/** Why a message is not a valid event. */
type ContractErrorCode = Extract<
  ErrorCode,
  'EVENT_TOO_LARGE' | 'EVENT_NOT_JSON' | 'EVENT_SEALED' | 'EVENT_BAD_ENVELOPE' | 'EVENT_UNKNOWN_TYPE' | 'EVENT_BAD_DATA'
>;

/** `detail` names fields and steps, never content, so it may be logged. */
export interface ContractError {
  readonly code: ContractErrorCode;
  readonly detail: string;
}
