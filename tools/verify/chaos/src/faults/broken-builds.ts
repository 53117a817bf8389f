import type { DeploymentForm } from '../deployments/deployment.js';

/** A build with a known bug. The checker must catch each one, which proves that the checker works. */
export interface BrokenBuild {
  readonly name: string;
  readonly description: string;
  /** The fault that reveals the bug, for each form that can show it. */
  readonly fault: Readonly<Partial<Record<DeploymentForm, string>>>;
}

export const brokenBuilds: readonly BrokenBuild[] = [
  {
    name: 'early-ack',
    description: 'services acknowledge messages before they handle them',
    fault: { stack: 'kill-all-transcription' },
  },
  {
    name: 'early-save',
    description: 'transcription saves its progress before the database has the words',
    fault: { standalone: 'kill-process-behind' },
  },
  {
    name: 'no-dedupe',
    description: 'persistence stores each delivery of a segment as a new segment',
    fault: { standalone: 'duplicates', stack: 'duplicates' },
  },
  {
    name: 'no-fencing',
    description: 'a former owner continues its calls, and its saves are accepted',
    fault: { stack: 'pause-transcription' },
  },
  {
    name: 'clock-restarted',
    description: 'the call clock restarts at 0 when another process continues the call',
    fault: { standalone: 'kill-process', stack: 'kill-ingest' },
  },
];
