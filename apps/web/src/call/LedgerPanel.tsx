import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration, formatSpan } from '../ui/format-duration.js';
import { gapReason, unaccountedMs } from './ledger.js';

type ChannelLedger = CallDetailFragment['ledger'][number];

const sides = { CUSTOMER: 'Customer', AGENT: 'Agent' } as const;

function Standing({ entry, over }: { entry: ChannelLedger; over: boolean }) {
  const openMs = unaccountedMs(entry);
  if (!over) {
    return openMs > 0 ? (
      <StatusIndicator type="in-progress">{formatSpan(openMs)} to go</StatusIndicator>
    ) : (
      <>Up to date</>
    );
  }
  if (openMs === 0) return <StatusIndicator type="success">Adds up</StatusIndicator>;
  return (
    <StatusIndicator type="error">
      {formatSpan(Math.abs(openMs))} {openMs > 0 ? 'missing' : 'too much'}
    </StatusIndicator>
  );
}

function Share({ entry }: { entry: ChannelLedger }) {
  const whole = Math.max(entry.receivedMs, 1);
  const parts = [
    { kind: 'transcribed', ms: entry.transcribedMs },
    { kind: 'gap', ms: entry.gapMs },
  ];
  const starts = parts.map((_, at) => parts.slice(0, at).reduce((sum, { ms }) => sum + ms, 0));
  return (
    <svg className="ledger-bar" width="100%" height="8" aria-hidden="true">
      {parts.map(({ kind, ms }, at) => (
        <rect
          key={kind}
          className={`fill-${kind}`}
          x={`${(100 * (starts[at] ?? 0)) / whole}%`}
          width={`${(100 * ms) / whole}%`}
          height="8"
        />
      ))}
    </svg>
  );
}

function Gaps({ entry }: { entry: ChannelLedger }) {
  return entry.gaps.map(({ fromMs, toMs, reason }) => (
    <li key={`${fromMs} ${toMs} ${reason}`}>
      <span className="tabular">
        {formatDuration(fromMs)}–{formatDuration(toMs)}
      </span>{' '}
      {sides[entry.channel]}: {gapReason(reason)} ({formatSpan(toMs - fromMs)})
    </li>
  ));
}

/** Where every second of each side went; says so when it does not add up. */
export const LedgerPanel = memo(function LedgerPanel({
  ledger,
  over,
}: {
  ledger: readonly ChannelLedger[];
  over: boolean;
}) {
  const wrong = over && ledger.some((entry) => unaccountedMs(entry) !== 0);
  return (
    <Container
      header={
        <Header variant="h2" description="Received = transcribed + gaps">
          Where every second went
        </Header>
      }
    >
      {wrong && (
        <Alert type="warning" header="The seconds do not add up">
          Some audio of this call is neither transcribed nor explained. The recording has it.
        </Alert>
      )}
      {ledger.length === 0 ? (
        <Box color="text-body-secondary">No audio so far.</Box>
      ) : (
        <div className="table-scroller" tabIndex={0} role="region" aria-label="Seconds per side">
          <table className="figures">
            <caption className="visually-hidden">Seconds received, transcribed and missing per side</caption>
            <thead>
              <tr>
                <th scope="col">Side</th>
                <th scope="col">Received</th>
                <th scope="col">Transcribed</th>
                <th scope="col">Gaps</th>
              </tr>
            </thead>
            {ledger.map((entry) => (
              <tbody key={entry.channel}>
                <tr>
                  <th scope="row">{sides[entry.channel]}</th>
                  <td>{formatSpan(entry.receivedMs)}</td>
                  <td>{formatSpan(entry.transcribedMs)}</td>
                  <td>{formatSpan(entry.gapMs)}</td>
                </tr>
                <tr>
                  <td colSpan={4} className="ledger-standing">
                    <Share entry={entry} />
                    <Standing entry={entry} over={over} />
                  </td>
                </tr>
              </tbody>
            ))}
          </table>
        </div>
      )}
      {ledger.some(({ gaps }) => gaps.length > 0) && (
        <>
          <h3 className="gaps-heading">Gaps</h3>
          <ul className="gaps">
            {ledger.map((entry) => (
              <Gaps key={entry.channel} entry={entry} />
            ))}
          </ul>
        </>
      )}
    </Container>
  );
});
