export { ConversationMetrics, type SpokenFinal } from './conversation-metrics.js';
