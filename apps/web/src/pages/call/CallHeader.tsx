import { memo } from 'react';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { CallStatusBadge } from '../../call/CallStatusBadge.js';
import {
  type ExportFormat,
  type ExportedContent,
  exportFormats,
  exportTranscript,
} from '../../call/transcript/export-transcript.js';

const exportItems = Object.entries(exportFormats).map(([id, text]) => ({ id, text }));

/** The browser reads the file's URL after the click returned: revoking it at once would cancel the download. */
const revokeAfterMs = 10_000;

function downloadTranscript(call: CallDetailFragment, exported: ExportedContent, format: ExportFormat): void {
  const { name, type, content } = exportTranscript(call, exported, format);
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}

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
        <ButtonDropdown
          items={[...exportItems, ...recordingItems(call)]}
          onItemClick={({ detail }) => {
            const format = Object.keys(exportFormats).find((key): key is ExportFormat => key === detail.id);
            if (format) downloadTranscript(call, getExported(), format);
          }}
        >
          Download
        </ButtonDropdown>
      </div>
    </div>
  );
});
