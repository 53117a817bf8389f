import type { ErrorTable } from './error-meaning.js';

/** Problems of ingest, shown on the call. What a source refuses on its wire is in the tables of `libs/media`. */
export const ingestErrors = {
  CONNECTION_LOST: {
    means: 'The source lost its connection and did not return in time. The call was closed as interrupted.',
    todo: 'Check the source and the network.',
  },
  AUDIO_RATE_WRONG: {
    means:
      'The audio of this call comes noticeably faster or slower than the sample rate that the source announced. The words and their times are unreliable.',
    todo: 'Correct the sample rate that the source announces, or its clock. A recording that is sent faster than real time needs EARSHOT_CALL_PACE=0.',
  },
  SOURCE_CLOCK_WRONG: {
    means:
      'The timestamps of the source say that the call is far longer than it has lasted. The part that cannot be was left out.',
    todo: 'Check the clock of the source and the timestamps that it sends. A recording that is sent faster than real time needs EARSHOT_CALL_PACE=0.',
  },
  AUDIO_AFTER_END: {
    means: 'The source came back with audio after the call was over. That audio was refused and is on no recording.',
    todo: 'If the source was away for long, raise EARSHOT_RECONNECT_WINDOW_MS. Otherwise let it use a new id for each call.',
  },
  ENGINE_CHOICE_IGNORED: {
    means:
      'The source chose a speech engine or a script, and sources may not choose here. The configured engine transcribes the call.',
    todo: 'Let the source leave out the engine and the script. For a demo or a test, set EARSHOT_ALLOW_CHOSEN_ENGINE=true for ingest and transcription.',
  },
  CALL_REGISTRY_UNAVAILABLE: {
    means: 'Ingest cannot find out yet whether it knows this call. The audio of the call waits.',
    todo: 'Bring the database back.',
  },
  EVENT_REFUSED_BY_BUS: {
    means: 'The bus refused an event of this call for good. Audio in it is declared as a gap.',
    todo: 'Look up the code of the bus in the log.',
  },
  SOCKET_PROTOCOL_ERROR: {
    means: 'The client broke the WebSocket protocol. Ingest closed the connection.',
    todo: 'Check the client. It may connect again.',
  },
  SOCKET_HANDLER_FAILED: {
    means: 'Ingest failed to handle a message of the client and closed the connection.',
    todo: 'Report a bug with the log line. The client may connect again.',
  },
} as const satisfies ErrorTable;

/** Why ingest refuses a call. The client gets the code and the sentence `means`. */
export const callRefusals = {
  AUDIO_FORMAT_CHANGED: {
    means: 'A call keeps the sample rate, codec and number of tracks that it began with. Another format was refused.',
    todo: 'Let the source keep its format during a call.',
  },
  CALL_ALREADY_ENDED: {
    means: 'The call with this id is over. Start a call with a new id.',
    todo: 'Let the client use a new id for each call.',
  },
  CALL_TAKEN_OVER: {
    means: 'Another connection started the same call and continues it.',
    todo: 'Nothing after a reconnect. Otherwise two clients use one call id.',
  },
  TOO_MANY_PARTICIPANTS: {
    means: 'A call may have at most 64 participants from its start to its end. One more was refused.',
    todo: 'Let the source keep the id of a participant who returns.',
  },
  CALL_LIMIT_REACHED: {
    means: 'This server has reached its limit of calls. Try again later.',
    todo: 'Add a replica of ingest, or raise EARSHOT_MAX_CALLS.',
  },
  DATABASE_SLOW: {
    means: 'The database of the service answers too slowly, so the service accepts no new calls. Try again later.',
    todo: 'Check the database. EARSHOT_MAX_DATABASE_LATENCY_MS is the limit.',
  },
  TOO_MANY_CALLS_OF_CLIENT: {
    means: 'This connection or this address has too many calls that are live or not yet stored. Try again later.',
    todo: 'If one address brings this many calls, raise EARSHOT_MAX_CALLS_PER_ADDRESS.',
  },
  TOO_MANY_STARTS: {
    means: 'This connection or this address starts calls too quickly. Try again later.',
    todo: 'If one address starts this many calls, raise EARSHOT_STARTS_PER_ADDRESS.',
  },
  SERVICE_BUSY: {
    means: 'The service is behind with its live calls and accepts no new ones. Try again later.',
    todo: 'The log of ingest says whether the bus, transcription or persistence is behind.',
  },
} as const satisfies ErrorTable;

/** Why ingest refuses a change of a call's participants or tracks. The call continues unchanged. */
export const rosterRefusals = {
  CHANGE_WITHOUT_CALL: {
    means: 'No call was started on this connection. The change was refused.',
    todo: 'Let the source start the call before it announces a change.',
  },
  PARTICIPANT_UNKNOWN: {
    means: 'No participant with this id is on the call. The change was refused.',
    todo: 'Let the source announce a participant before it changes, assigns or removes that participant. To correct a role, use an id that the call lists.',
  },
  PARTICIPANT_ALREADY_JOINED: {
    means: 'A participant with this id is on the call already. The second one was refused.',
    todo: 'Let the source give each participant an id of its own.',
  },
  TRACK_UNKNOWN: {
    means: 'The call has no track with this number. The change was refused.',
    todo: 'Let the source reserve tracks at the start: their number stays the same for the whole call.',
  },
  TOO_MANY_CHANGES: {
    means: 'Participants or tracks change faster than ingest can publish the changes. The change was refused.',
    todo: 'Let the source send the change again later. If it changes rarely, check whether the bus is slow.',
  },
} as const satisfies ErrorTable;

/** Why ingest refuses a connection. */
export const connectionRefusals = {
  WRONG_PROTOCOL: {
    means: 'The client used a protocol that this path does not accept. Ingest said so and closed the connection.',
    todo: "Use the path of the client's protocol. The log of ingest says what the client sent.",
  },
  TOO_MANY_SOCKETS: {
    means: 'Ingest has reached its limit of open sockets, two for each call. The connection got HTTP 503.',
    todo: 'Add a replica of ingest, or raise EARSHOT_MAX_CALLS.',
  },
  HOST_HEADER_INVALID: {
    means: 'The request has no Host header, or more than one. It got HTTP 400.',
    todo: 'Let the client send exactly one Host header.',
  },
  ADDRESS_UNKNOWN: {
    means: 'The service has nothing at this address, or not for this method. The request got HTTP 404.',
    todo: 'Look up the address and the method.',
  },
  ADDRESS_NOT_ALLOWED: {
    means: 'The client has an address from which this service may not be used. It got HTTP 403.',
    todo: 'Add its network to EARSHOT_WEB_ALLOWED_ADDRESSES or EARSHOT_INGEST_ALLOWED_ADDRESSES.',
  },
  TLS_REQUIRED: {
    means:
      'The client sent the request without TLS, or did not send it through the proxy that ends TLS. It got HTTP 403.',
    todo: 'Use https:// or wss://. If it came through the proxy, add the proxy to EARSHOT_TRUSTED_PROXIES.',
  },
  DRAINING: {
    means: 'The process is stopping. The connection got HTTP 503.',
    todo: 'Nothing. The client can connect to another replica.',
  },
} as const satisfies ErrorTable;

/** Why a part of a call is missing. */
export const completenessErrors = {
  FRAMES_LOST: {
    means: 'The audio of this span never reached the bus. The recording holds silence.',
    todo: 'Check the source, and the log of ingest at that time.',
  },
  SOURCE_SILENT: {
    means: 'The source was connected and never sent the audio of this span. The recording holds silence.',
    todo: 'Nothing, if the source sends nothing while a call is on hold or muted. Otherwise check the source.',
  },
  CALL_MOVED: {
    means:
      'The source continued the call on another connection, for example with another replica of ingest. No audio came in between.',
    todo: 'Nothing, if a replica was replaced. Otherwise check why the source connects anew.',
  },
  PAUSED: {
    means:
      'The call was paused. Its audio was dropped before any other stage got it, so there are no words and the recording holds silence.',
    todo: 'Nothing. It cannot be transcribed later.',
  },
  PROCESS_LOST: {
    means: 'The process that held this audio died before it stored the audio.',
    todo: 'Run on Kafka or Kinesis, where another process continues.',
  },
  CALL_ABANDONED: {
    means: 'The source is gone, and no END of the call arrived. The call was closed.',
    todo: 'Let the source announce the end of its calls.',
  },
  COMPLETION_TIMEOUT: {
    means:
      'The last words or audio did not arrive in time after the end of the call. The call was closed without them.',
    todo: 'Check whether transcription and enrichment are running and keep up.',
  },
  METADATA_LEFT_OUT: {
    means: 'The call has more metadata than Earshot keeps. The newest entries were left out.',
    todo: 'Send fewer or shorter entries: docs/how-to/control-a-call.md.',
  },
  FIGURES_INCOMPLETE: {
    means: 'The metrics miss part of what was said before another process took over the call.',
    todo: 'Nothing. The transcript is complete.',
  },
} as const satisfies ErrorTable;

/** Errors of enrichment. A message that it retries stays on the bus. */
export const enrichmentErrors = {
  CALL_HANDED_OVER: { means: 'Another process took over the call and continues.', todo: 'Nothing.' },
  HISTORY_BEHIND: {
    means: 'Earlier words of the call are not stored yet. Enrichment waits for them.',
    todo: 'If it repeats, check whether persistence keeps up.',
  },
  HISTORY_UNAVAILABLE: {
    means: 'Enrichment cannot read the stored part of the call. It retries.',
    todo: 'Bring the database back.',
  },
  INSIGHT_NOT_PUBLISHED: {
    means: 'Enrichment could not publish a result. It retries.',
    todo: 'Bring the bus back.',
  },
  REDACTION_FAILED: {
    means: 'The words of an utterance could not be redacted and were left out.',
    todo: 'Report a bug with the log line. The recording still holds the words.',
  },
  PII_NOT_MARKED: {
    means:
      "The service that marks private details failed or was too slow. Earshot's own rules alone redacted an utterance, so names in it may be visible.",
    todo: 'Read docs/how-to/hide-names-with-comprehend.md. If it repeats, raise EARSHOT_PII_TIMEOUT_MS.',
  },
  PII_SERVICE_FAILING: {
    means: "The service that marks private details fails. Only Earshot's own rules hide them now.",
    todo: 'Read docs/how-to/hide-names-with-comprehend.md. Marking goes on when the service works again.',
  },
  SENTIMENT_TIMEOUT: {
    means: 'The sentiment engine took too long. The utterance has no score.',
    todo: 'Nothing. If it repeats, raise EARSHOT_SENTIMENT_TIMEOUT_MS.',
  },
  SENTIMENT_SERVICE_FAILING: {
    means:
      'The service behind the sentiment engine fails. The lexicon scores English; other languages have no sentiment.',
    todo: 'Read docs/how-to/score-sentiment-with-comprehend.md. Scoring goes back to the service when it works again.',
  },
  SENTIMENT_NOT_A_NUMBER: {
    means: 'The sentiment engine returned no number. The utterance has no score.',
    todo: 'Report a bug in the engine.',
  },
} as const satisfies ErrorTable;
