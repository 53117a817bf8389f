export { openConnectAgents } from './connect-agents.js';
export { openEventQueue } from './sqs-event-queue.js';
export { openVideoStreams } from './kinesis-video-streams.js';
export type { AwsPlace } from './aws-place.js';
