/** A file, relative to the root of the workspace, and what it does. */
export type PathStep = readonly [file: string, action: string];

/** The files that handle an audio frame, in order. */
export const audioFramePath: readonly PathStep[] = [
  ['apps/ingest/src/sources/websocket-server.ts', 'passes a socket to the source of its path'],
  ['apps/ingest/src/sources/call-connection.ts', 'connects one socket with its call'],
  ['libs/media/src/session/media-session.ts', 'decides what each message means for its call'],
  ['apps/ingest/src/call/call-session.ts', 'keeps the call over all its connections'],
  [
    'apps/ingest/src/call/call-pipeline.ts',
    'passes audio and events to the bus in order, within the limits of the call',
  ],
  ['apps/ingest/src/call/held-inputs.ts', "holds the frame until the call's position is known"],
  ['apps/ingest/src/audio/stall-detector.ts', 'finds audio that the client never sent'],
  ['apps/ingest/src/audio/call-clock.ts', 'gives the frame its position on the call clock'],
  ['apps/ingest/src/audio/audio-blocks.ts', 'joins short frames'],
  ['apps/ingest/src/bus/call-outbox.ts', 'queues the events in order, up to a bound'],
  ['apps/ingest/src/bus/event-delivery.ts', 'retries until the bus has the event'],
  ['libs/contracts/src/events/audio/audio-frame.codec.ts', 'encodes the frame for `calls.audio`'],
  ['apps/persistence/src/handlers/audio-handlers.ts', 'takes the frame from `calls.audio`'],
  ['apps/persistence/src/recording/recording-coordinator.ts', 'finds the recording of the call'],
  [
    'apps/persistence/src/recording/call-recorder.ts',
    'places the frame by its position and acknowledges it once it is durable',
  ],
  ['libs/adapters/recordings/src/disk/disk-recording-writer.ts', 'writes it to the WAV file'],
];

/** The files that handle a segment, in order, from its audio to a subscriber. */
export const segmentPath: readonly PathStep[] = [
  ['apps/transcription/src/handlers/audio.controller.ts', 'takes the frame from `calls.audio`'],
  ['apps/transcription/src/ownership/owned-calls.ts', 'finds the call of the frame'],
  ['apps/transcription/src/ownership/owned-call.ts', 'takes the call in the store, so that this process owns it'],
  ['apps/transcription/src/track/call-transcription.ts', 'transcribes the call while this process owns it'],
  [
    'apps/transcription/src/track/received-audio.ts',
    'puts frames onto the call clock and declares the holes between them',
  ],
  ['apps/transcription/src/track/replay-buffer.ts', "keeps a track's audio until its words are saved"],
  ['apps/transcription/src/engine/engine-supervisor.ts', 'runs engines over the audio and replaces failed ones'],
  ['apps/transcription/src/engine/engine-run.ts', 'streams audio to one engine'],
  ['apps/transcription/src/track/result-assembly.ts', 'turns results into partials and finals'],
  ['apps/transcription/src/publish/call-publisher.ts', 'publishes, saves and acknowledges, in this order'],
  ['apps/transcription/src/progress/progress-saver.ts', 'saves the progress of all calls in one statement'],
  ['libs/contracts/src/events/transcript/transcript-segment.event.ts', 'defines the segment on `calls.transcript`'],
  ['apps/enrichment/src/handlers/transcript-handlers.ts', 'takes the segment from `calls.transcript`'],
  ['apps/enrichment/src/call/transcript-enricher.ts', 'handles each revision once'],
  ['apps/enrichment/src/call/segment-pipeline.ts', 'runs the steps and creates the events'],
  ['apps/enrichment/src/redaction/redaction-step.ts', 'removes private data and corrects earlier finals'],
  ['apps/enrichment/src/sentiment/sentiment-step.ts', 'scores a final'],
  ['apps/enrichment/src/categories/category-step.ts', 'matches categories and alerts'],
  ['apps/enrichment/src/call/metrics-step.ts', 'counts the final in the conversation metrics'],
  ['apps/enrichment/src/call/unpublished-events.ts', 'publishes the events in order'],
  ['libs/contracts/src/events/insight/segment-enriched.event.ts', 'defines the segment on `calls.insight`'],
  ['apps/persistence/src/handlers/insight-handlers.ts', 'turns the event into a fact'],
  ['apps/persistence/src/writes/write-batcher.ts', 'collects the facts of all calls into one transaction'],
  ['libs/adapters/postgres/src/calls/write/apply-writes.ts', 'stores each revision once'],
  ['apps/persistence/src/writes/announce-changes.ts', 'publishes `row.changed` after the commit'],
  ['apps/gateway/src/handlers/updates.controller.ts', 'takes the change from `calls.updates`'],
  ['apps/gateway/src/areas/segments/segments.feed.ts', 'drops revisions older than the delivered one'],
  ['apps/gateway/src/feed/changed-row-reader.ts', 'reads changed rows together'],
  ['apps/gateway/src/feed/subscriptions.ts', "checks each subscriber's access"],
  ['apps/gateway/src/feed/subscriber-queue.ts', 'holds the newest state until the subscriber takes it'],
  ['apps/gateway/src/areas/segments/segments.resolver.ts', 'maps the row to GraphQL'],
  ['apps/gateway/src/platform/sockets/client-socket.ts', 'sends it'],
];
