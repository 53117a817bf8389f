export {
  callStartHookConfigSchema,
  transcriptHookConfigSchema,
  type CallStartHookConfig,
  type TranscriptHookConfig,
} from './hooks/hooks.config.js';
export { notificationsConfigSchema, type NotificationsConfig } from './notifications/notifications.config.js';
export { openNotifier } from './notifications/open-notifier.js';
export { openCallStartHook, openTranscriptHook, type HookContext, type RunningHook } from './hooks/open-hooks.js';
