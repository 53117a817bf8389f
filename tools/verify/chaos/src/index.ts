export { checkCall, type CallCheck } from './check/check-call.js';
export type * from './check/call-evidence.js';
export { readArguments, type ChaosArguments } from './chaos-arguments.js';
export { runChaos, type ChaosResult } from './run-chaos.js';
export { formatTable } from './report/format-table.js';
