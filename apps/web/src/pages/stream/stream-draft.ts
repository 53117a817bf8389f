import type { WantedStream } from './stream-store.js';
import type { SoundSource } from './audio/open-capture.js';

/** What the form holds. */
export interface StreamDraft {
  readonly usesMicrophone: boolean;
  readonly usesTab: boolean;
  /** Who speaks into the microphone. The other one is heard in the tab. */
  readonly microphoneRole: 'AGENT' | 'CUSTOMER';
  readonly removesEcho: boolean;
  readonly agentId: string;
  readonly customerNumber: string;
  readonly systemNumber: string;
}

export const newDraft = (agentId: string): StreamDraft => ({
  usesMicrophone: true,
  usesTab: true,
  microphoneRole: 'AGENT',
  removesEcho: false,
  agentId,
  customerNumber: '',
  systemNumber: '',
});

export const hasSound = ({ usesMicrophone, usesTab }: StreamDraft): boolean => usesMicrophone || usesTab;

/** Two tracks, as every other phone source has them: the customer on the first one, the agent on the second. */
export function readDraft(draft: StreamDraft): WantedStream {
  const { usesMicrophone, usesTab, microphoneRole, removesEcho } = draft;
  const microphone: SoundSource | null = usesMicrophone ? 'microphone' : null;
  const tab: SoundSource | null = usesTab ? 'tab' : null;
  const tracks = microphoneRole === 'AGENT' ? [tab, microphone] : [microphone, tab];
  return {
    tracks,
    removesEcho,
    labels: {
      tracks: [tracks[0] === null ? null : 'customer', tracks[1] === null ? null : 'agent'],
      agentId: draft.agentId.trim(),
      customerNumber: draft.customerNumber.trim(),
      systemNumber: draft.systemNumber.trim(),
    },
  };
}
