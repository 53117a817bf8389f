import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDuration, formatSpan } from '../../ui/format-duration.js';
import type { ParticipantList } from '../participants/participant-list.js';
import type { PauseChange } from '../pause/pause-changes.js';
import { PauseList } from '../pause/PauseList.js';
import { type CallProgress, type TrackLedger, coverageStatus, gapReasonLabel } from './coverage.js';
import '../../ui/figures.css';
import './coverage-panel.css';

interface CoveragePanelProps {
  /** False: the source of the call brings the words itself. */
  readonly hasAudio: boolean;
  readonly ledgers: readonly TrackLedger[];
  readonly pauseChanges: readonly PauseChange[];
  readonly participants: ParticipantList;
  readonly progress: CallProgress;
  /** Where the audio of an interrupted call ends. */
  readonly lostAtMs: number | null;
}

function CoverageBar({ ledger }: { ledger: TrackLedger }) {
  const percentOf = (ms: number): number => (100 * ms) / Math.max(ledger.receivedMs, 1);
  const transcribed = percentOf(ledger.transcribedMs);
  const paused = percentOf(ledger.pausedMs);
  return (
    <svg className="coverage-bar" width="100%" height="8" aria-hidden="true">
      <rect className="coverage-transcribed" width={`${transcribed}%`} height="8" />
      <rect className="coverage-paused" x={`${transcribed}%`} width={`${paused}%`} height="8" />
      <rect className="coverage-gap" x={`${transcribed + paused}%`} width={`${percentOf(ledger.gapMs)}%`} height="8" />
    </svg>
  );
}

/** The label of the participant on a track. */
const labelOf = ({ participant }: TrackLedger, participants: ParticipantList): string =>
  participant === null ? 'Nobody' : participants.find(participant).label;

interface CoverageRowsProps extends Omit<CoveragePanelProps, 'ledgers' | 'hasAudio'> {
  readonly ledger: TrackLedger;
  readonly hasPauses: boolean;
}

function CoverageRows({ ledger, hasPauses, participants, progress, lostAtMs }: CoverageRowsProps) {
  const { type, label } = coverageStatus(ledger, progress, lostAtMs);
  return (
    <tbody>
      <tr>
        <th scope="row" className="wrapping">
          {labelOf(ledger, participants)} <span className="track-number">track {ledger.track}</span>
        </th>
        <td>{formatSpan(ledger.receivedMs)}</td>
        <td>{formatSpan(ledger.transcribedMs)}</td>
        {hasPauses && <td>{formatSpan(ledger.pausedMs)}</td>}
        <td>{formatSpan(ledger.gapMs)}</td>
      </tr>
      <tr>
        <td colSpan={hasPauses ? 5 : 4} className="coverage-status">
          <CoverageBar ledger={ledger} />
          <StatusIndicator type={type}>{label}</StatusIndicator>
        </td>
      </tr>
    </tbody>
  );
}

function CoverageTable({ ledgers, ...others }: Omit<CoveragePanelProps, 'hasAudio'>) {
  const hasPauses = ledgers.some(({ pausedMs }) => pausedMs > 0);
  return (
    <div className="table-scroller" tabIndex={0} role="region" aria-label="Audio coverage per track">
      <table className="figures">
        <caption className="visually-hidden">Seconds received, transcribed and in gaps per track</caption>
        <thead>
          <tr>
            <th scope="col">Speaker</th>
            <th scope="col">Received</th>
            <th scope="col">Transcribed</th>
            {hasPauses && <th scope="col">Paused</th>}
            <th scope="col">Gaps</th>
          </tr>
        </thead>
        {ledgers.map((ledger) => (
          <CoverageRows key={ledger.track} ledger={ledger} hasPauses={hasPauses} {...others} />
        ))}
      </table>
    </div>
  );
}

function GapList({ ledgers, participants, progress, lostAtMs }: Omit<CoveragePanelProps, 'hasAudio'>) {
  const gaps = ledgers.flatMap((ledger) => ledger.gaps.map((gap) => ({ ...gap, ledger })));
  const lostMs = progress === 'interrupted' ? lostAtMs : null;
  if (gaps.length === 0 && lostMs === null) return null;
  return (
    <>
      <h3 className="gaps-heading">Gaps</h3>
      <ul className="gaps">
        {gaps.map(({ ledger, fromMs, toMs, reason }) => (
          <li key={`${ledger.track} ${fromMs} ${toMs} ${reason}`}>
            <span className="tabular">
              {formatDuration(fromMs)}–{formatDuration(toMs)}
            </span>{' '}
            {labelOf(ledger, participants)}: {gapReasonLabel(reason)} ({formatSpan(toMs - fromMs)})
          </li>
        ))}
        {lostMs !== null && (
          <li>
            <span className="tabular">{formatDuration(lostMs)}–</span> Call lost here. Nothing arrived after this, so
            the rest of the call has no audio and no words.
          </li>
        )}
      </ul>
    </>
  );
}

function MismatchAlert({ ledgers }: { ledgers: readonly TrackLedger[] }) {
  const openMs = ledgers.find((ledger) => ledger.openMs !== 0)?.openMs ?? 0;
  if (openMs === 0) return null;
  return (
    <Alert type="warning" header="Audio coverage is not correct">
      {openMs > 0
        ? 'Some audio was neither transcribed nor reported as a gap. You can hear it in the recording.'
        : 'Some audio was counted twice.'}
    </Alert>
  );
}

/** How much of each track's audio was transcribed. Warns when the sums do not match after the call has ended. */
export const CoveragePanel = memo(function CoveragePanel({ hasAudio, ...props }: CoveragePanelProps) {
  const { ledgers, pauseChanges, progress } = props;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            ledgers.some(({ pausedMs }) => pausedMs > 0)
              ? 'Received = transcribed + paused + gaps'
              : 'Received = transcribed + gaps'
          }
        >
          Audio coverage
        </Header>
      }
    >
      {progress !== 'live' && <MismatchAlert ledgers={ledgers} />}
      {ledgers.length === 0 ? (
        <Box color="text-body-secondary">
          {hasAudio ? 'No audio.' : 'This call came as text. There is no audio to account for.'}
        </Box>
      ) : (
        <CoverageTable {...props} />
      )}
      <PauseList ledgers={ledgers} changes={pauseChanges} />
      <GapList {...props} />
    </Container>
  );
});
