export {
  callStartHookConfigSchema,
  transcriptHookConfigSchema,
  type CallStartHookConfig,
  type TranscriptHookConfig,
} from './hooks/hooks.config.js';
export { openCallStartHook, openTranscriptHook, type HookContext, type RunningHook } from './hooks/open-hooks.js';
