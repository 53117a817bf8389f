/** Fields of the call events of AWS that say something that Earshot does not keep. */
const known = new Set([
  ...['AccountId', 'CallEvent-type', 'Channel', 'CreatedAt', 'Detail-type', 'Entities', 'EventType', 'ExpiresAfter'],
  ...[
    'FailureCode',
    'InstanceId',
    'InviteHeaders',
    'IssuesDetected',
    'Items',
    'LanguageCode',
    'LanguageIdentification',
  ],
  ...['MediaInsightsPipelineId', 'Metadata', 'Metadatajson', 'OriginalTranscript', 'S3RecordingUrlRedacted'],
  ...['Sentiment', 'SentimentScore', 'SentimentWeighted', 'Service-type', 'SipHeaders', 'SiprecMetadata'],
  ...['SiprecMetadataJson', 'Status', 'Time', 'UpdatedAt', 'Version'],
]);

/** The name of a field as a label of a metric. Whoever writes the stream can invent names, so others share one label. */
export const labelOfUnkept = (field: string): string => (known.has(field) ? field : 'other');
