export { runLifecycleCommand, type LifecycleTools } from './run-lifecycle-command.js';
