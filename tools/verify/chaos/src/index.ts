export { checkCall, type CallCheck } from './check/check-call.js';
export type * from './check/observed.js';
export { readArguments, type ChaosArguments } from './chaos-arguments.js';
export { runChaos, type ChaosResult } from './run-chaos.js';
export { table } from './report/table.js';
