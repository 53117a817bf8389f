import { memo } from 'react';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { CallStatusBadge } from '../../call/CallStatusBadge.js';
import { PauseButton } from '../../call/pause/PauseButton.js';
import {
  type ExportFormat,
  type ExportedContent,
  exportFormats,
  exportTranscript,
} from '../../call/transcript/export-transcript.js';
import { downloadFile } from '../../ui/download-file.js';

const exportItems = Object.entries(exportFormats).map(([id, text]) => ({ id, text }));

const recordingItems = ({ id, recording }: CallDetailFragment) =>
  recording ? [{ id: 'wav', text: 'Recording (WAV)', href: recording.url, download: `${id}.wav` }] : [];

interface CallHeaderProps {
  readonly call: CallDetailFragment;
  /** A function and not the content, so that a new line does not render the header. */
  readonly getExported: () => ExportedContent;
}

/** The call's id and status, and the downloads. */
export const CallHeader = memo(function CallHeader({ call, getExported }: CallHeaderProps) {
  return (
    <div className="call-header">
      <h1>
        Call <span className="call-id">{call.id}</span>
      </h1>
      <span role="status">
        <CallStatusBadge call={call} />
      </span>
      <div className="call-actions">
        <PauseButton call={call} />
        <ButtonDropdown
          items={[...exportItems, ...recordingItems(call)]}
          onItemClick={({ detail }) => {
            const format = Object.keys(exportFormats).find((key): key is ExportFormat => key === detail.id);
            if (format) downloadFile(exportTranscript(call, getExported(), format));
          }}
        >
          Download
        </ButtonDropdown>
      </div>
    </div>
  );
});
