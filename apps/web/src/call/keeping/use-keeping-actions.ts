import {
  type CallDetailFragment,
  EraseCallDocument,
  ReleaseLegalHoldDocument,
  SetCallRetentionDocument,
  SetLegalHoldDocument,
} from '@earshot/graphql-api';
import { useChange } from '../../api/use-change.js';

export interface KeepingHandlers {
  readonly onCallChanged: (call: CallDetailFragment) => void;
  readonly onErased: () => void;
}

const ignoreAnswer = (): void => undefined;

/** What the dialogs of a call do. Each resolves with why nothing was changed; with null if it was. */
export function useKeepingActions(id: string, { onCallChanged, onErased }: KeepingHandlers) {
  const sendChange = useChange(ignoreAnswer);
  const hold = async (reason: string): Promise<string | null> => {
    const { data, problem } = await sendChange(SetLegalHoldDocument, { id, reason });
    if (data) onCallChanged(data.setLegalHold);
    return problem;
  };
  const release = async (): Promise<string | null> => {
    const { data, problem } = await sendChange(ReleaseLegalHoldDocument, { id });
    if (data) onCallChanged(data.releaseLegalHold);
    return problem;
  };
  const keepUntil = async (retainUntil: string | null): Promise<string | null> => {
    const { data, problem } = await sendChange(SetCallRetentionDocument, { id, retainUntil });
    if (data) onCallChanged(data.setCallRetention);
    return problem;
  };
  const erase = async (reason: string): Promise<string | null> => {
    const { data, problem } = await sendChange(EraseCallDocument, { id, reason });
    if (data) onErased();
    return problem;
  };
  return { hold, release, keepUntil, erase };
}
