import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDuration, formatSpan } from '../../ui/format-duration.js';
import { speakerLabels } from '../speaker.js';
import { type ChannelLedger, coverageStatus, gapReasonLabel, unaccountedMs } from './coverage.js';
import '../../ui/figures.css';
import './coverage-panel.css';

function CoverageBar({ ledger }: { ledger: ChannelLedger }) {
  const percentOf = (ms: number): number => (100 * ms) / Math.max(ledger.receivedMs, 1);
  const transcribed = percentOf(ledger.transcribedMs);
  return (
    <svg className="coverage-bar" width="100%" height="8" aria-hidden="true">
      <rect className="coverage-transcribed" width={`${transcribed}%`} height="8" />
      <rect className="coverage-gap" x={`${transcribed}%`} width={`${percentOf(ledger.gapMs)}%`} height="8" />
    </svg>
  );
}

function CoverageRows({ ledger, ended }: { ledger: ChannelLedger; ended: boolean }) {
  const { type, label } = coverageStatus(ledger, ended);
  return (
    <tbody>
      <tr>
        <th scope="row">{speakerLabels[ledger.channel]}</th>
        <td>{formatSpan(ledger.receivedMs)}</td>
        <td>{formatSpan(ledger.transcribedMs)}</td>
        <td>{formatSpan(ledger.gapMs)}</td>
      </tr>
      <tr>
        <td colSpan={4} className="coverage-status">
          <CoverageBar ledger={ledger} />
          <StatusIndicator type={type}>{label}</StatusIndicator>
        </td>
      </tr>
    </tbody>
  );
}

function CoverageTable({ ledgers, ended }: { ledgers: readonly ChannelLedger[]; ended: boolean }) {
  return (
    <div className="table-scroller" tabIndex={0} role="region" aria-label="Audio coverage per speaker">
      <table className="figures">
        <caption className="visually-hidden">Seconds received, transcribed and in gaps per speaker</caption>
        <thead>
          <tr>
            <th scope="col">Speaker</th>
            <th scope="col">Received</th>
            <th scope="col">Transcribed</th>
            <th scope="col">Gaps</th>
          </tr>
        </thead>
        {ledgers.map((ledger) => (
          <CoverageRows key={ledger.channel} ledger={ledger} ended={ended} />
        ))}
      </table>
    </div>
  );
}

function GapList({ ledgers }: { ledgers: readonly ChannelLedger[] }) {
  const gaps = ledgers.flatMap((ledger) => ledger.gaps.map((gap) => ({ ...gap, channel: ledger.channel })));
  if (gaps.length === 0) return null;
  return (
    <>
      <h3 className="gaps-heading">Gaps</h3>
      <ul className="gaps">
        {gaps.map(({ channel, fromMs, toMs, reason }) => (
          <li key={`${channel} ${fromMs} ${toMs} ${reason}`}>
            <span className="tabular">
              {formatDuration(fromMs)}–{formatDuration(toMs)}
            </span>{' '}
            {speakerLabels[channel]}: {gapReasonLabel(reason)} ({formatSpan(toMs - fromMs)})
          </li>
        ))}
      </ul>
    </>
  );
}

function MismatchAlert({ ledgers }: { ledgers: readonly ChannelLedger[] }) {
  const openMs = ledgers.map(unaccountedMs).find((ms) => ms !== 0) ?? 0;
  if (openMs === 0) return null;
  return (
    <Alert type="warning" header="Audio coverage is not correct">
      {openMs > 0
        ? 'Some audio was neither transcribed nor reported as a gap. You can hear it in the recording.'
        : 'Some audio was counted twice.'}
    </Alert>
  );
}

interface CoveragePanelProps {
  readonly ledgers: readonly ChannelLedger[];
  readonly ended: boolean;
}

/** How much of each speaker's audio was transcribed. Warns when the sums do not match after the call has ended. */
export const CoveragePanel = memo(function CoveragePanel({ ledgers, ended }: CoveragePanelProps) {
  return (
    <Container
      header={
        <Header variant="h2" description="Received = transcribed + gaps">
          Audio coverage
        </Header>
      }
    >
      {ended && <MismatchAlert ledgers={ledgers} />}
      {ledgers.length === 0 ? (
        <Box color="text-body-secondary">No audio.</Box>
      ) : (
        <CoverageTable ledgers={ledgers} ended={ended} />
      )}
      <GapList ledgers={ledgers} />
    </Container>
  );
});
