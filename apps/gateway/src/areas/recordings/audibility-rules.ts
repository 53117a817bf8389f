import type { AudibilityRules } from '@earshot/domain';
import type { GatewayConfig } from '../../gateway.config.js';

export const audibilityRulesOf = (config: GatewayConfig): AudibilityRules => ({
  hides: (kind) => config.EARSHOT_REDACTION_AUDIO[kind] !== 'keep',
  marginMs: config.EARSHOT_REDACTION_MARGIN_MS,
  mayHearUntranscribed: config.EARSHOT_UNTRANSCRIBED_AUDIO === 'serve',
  holdBackMs: config.EARSHOT_RECORDING_HOLD_BACK_MS,
});
