import { useState } from 'react';
import {
  type CallChange,
  ChangeCallDocument,
  SetRecordingDocument,
  StartCallDocument,
  SwapTracksDocument,
} from '@earshot/graphql-api';
import { useChange } from '../../api/use-change.js';

interface Outcome {
  readonly isRefused: boolean;
  readonly text: string;
}

const ignoreAnswer = (): void => undefined;

/** What the buttons of a call do. The call itself says later that it is so. */
export function useCallActions(id: string) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const sendChange = useChange(ignoreAnswer);
  const show = ({ problem }: { readonly problem: string | null }, text: string): void =>
    setOutcome(problem === null ? { isRefused: false, text } : { isRefused: true, text: problem });
  return {
    outcome,
    /** Resolves with why nothing was changed; with null if it was. */
    change: async (change: CallChange): Promise<string | null> =>
      (await sendChange(ChangeCallDocument, { id, change })).problem,
    start: async (): Promise<void> => show(await sendChange(StartCallDocument, { id }), 'The call starts.'),
    swapTracks: async (): Promise<void> =>
      show(await sendChange(SwapTracksDocument, { id, one: 0, other: 1 }), 'From now on, the channels are swapped.'),
    setRecording: async (isRecorded: boolean): Promise<void> =>
      show(
        await sendChange(SetRecordingDocument, { id, isRecorded }),
        isRecorded ? 'From now on, the call is recorded.' : 'From now on, nothing is recorded.',
      ),
  };
}

export type CallActions = ReturnType<typeof useCallActions>;
