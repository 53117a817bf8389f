import { memo, useState } from 'react';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../../ui/format-time.js';
import { EraseDialog } from './EraseDialog.js';
import { HoldDialog } from './HoldDialog.js';
import { KeepUntilDialog } from './KeepUntilDialog.js';
import { type KeepingHandlers, useKeepingActions } from './use-keeping-actions.js';
import './keeping-panel.css';

interface KeepingPanelProps extends KeepingHandlers {
  readonly call: CallDetailFragment;
}

/** How long the call is kept, and what somebody who may manage changes about it. */
export const KeepingPanel = memo(function KeepingPanel({ call, ...handlers }: KeepingPanelProps) {
  const [dialog, setDialog] = useState<'hold' | 'keep-until' | 'erase' | null>(null);
  const actions = useKeepingActions(call.id, handlers);
  const close = (): void => setDialog(null);
  const { legalHold } = call;
  return (
    <Container header={<Header variant="h2">Keep and erase</Header>}>
      <dl className="keeping">
        <dt>Legal hold</dt>
        <dd>
          {legalHold === null
            ? 'None'
            : `${legalHold.subject} set it on ${formatTime(legalHold.heldAt)}. Nobody can erase the call.`}
          {legalHold?.reason && <span className="keeping-reason">Reason: {legalHold.reason}</span>}
        </dd>
        <dt>Kept until</dt>
        <dd>
          {call.retainUntil === null ? (
            <>
              As the <a href="/admin/retention">retention policies</a> say
            </>
          ) : (
            formatTime(call.retainUntil)
          )}
        </dd>
      </dl>
      <span className="keeping-buttons">
        <button type="button" className="button" onClick={() => setDialog('hold')}>
          {legalHold === null ? 'Set a legal hold' : 'Release the hold'}
        </button>
        <button type="button" className="button" onClick={() => setDialog('keep-until')}>
          Change the date
        </button>
        <button
          type="button"
          className="button button-risky"
          disabled={legalHold !== null}
          onClick={() => setDialog('erase')}
        >
          Erase the call
        </button>
      </span>
      {dialog === 'hold' && (
        <HoldDialog isHeld={legalHold !== null} onHold={actions.hold} onRelease={actions.release} onClose={close} />
      )}
      {dialog === 'keep-until' && (
        <KeepUntilDialog retainUntil={call.retainUntil} onKeep={actions.keepUntil} onClose={close} />
      )}
      {dialog === 'erase' && <EraseDialog callId={call.id} onErase={actions.erase} onClose={close} />}
    </Container>
  );
});
