// One line per area, in alphabetical order. The gateway mounts every export of this file.
export { administrationArea } from './administration/administration.module.js';
export { agentsArea } from './agents/agents.module.js';
export { auditArea } from './audit/audit.module.js';
export { callsArea } from './calls/calls.module.js';
export { controlArea } from './control/control.module.js';
export { lifecycleArea } from './lifecycle/lifecycle.module.js';
export { notificationsArea } from './notifications/notifications.module.js';
export { participantsArea } from './participants/participants.module.js';
export { recordingsArea } from './recordings/recordings.module.js';
export { segmentsArea } from './segments/segments.module.js';
export { streamingArea } from './streaming/streaming.module.js';
export { transcriptionArea } from './transcription/transcription.module.js';
