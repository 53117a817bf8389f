import type { ErrorTable } from './error-meaning.js';

/** Of turning sound into words: admission, engines, transcription from recordings. */
export const transcriptionErrors = {
  TRANSCRIPTION_FULL: {
    means: 'This replica transcribes as many calls as it may; audio of new ones waits on the bus.',
    todo: 'Add a replica of transcription, or raise EARSHOT_MAX_TRANSCRIBED_CALLS.',
  },
  NO_SPEECH_ENGINE: {
    means: 'No speech engine is there; the span has no words.',
    todo: 'Install one as the message says; what was recorded is transcribed when one is there.',
  },
  ENGINE_FAILED: {
    means: 'No speech engine heard the span; where it was recorded it is tried again later.',
    todo: 'Look at the log for the code of the engine.',
  },
  ENGINE_OVERLOADED: {
    means: 'The engine is slower than the audio; the span has no words until it is transcribed from the recording.',
    todo: 'Fewer calls for each replica, or a faster machine or engine.',
  },
  ENGINE_HANGS: {
    means: 'The engine gave nothing for too long; its stream was opened again.',
    todo: 'Nothing; when it repeats, look at the engine. The limit is EARSHOT_ENGINE_HANG_MS.',
  },
  ENGINE_NOT_OPEN: { means: 'The stream of the engine is not open; it is opened again.', todo: 'Nothing.' },
  AUDIO_FORMAT_CHANGED: {
    means: 'Audio came in another format than that of its call, and was refused.',
    todo: 'Let the source keep its format during a call.',
  },
  AUDIO_POSITION_WRONG: {
    means: 'Audio came from a place in the call that cannot be, and was refused.',
    todo: 'A defect: keep the id of the call.',
  },
  DRAIN_TIMEOUT: {
    means: 'The engine took too long to finish while the process was stopping.',
    todo: 'Nothing; the next owner hears the rest.',
  },
  CALL_LET_GO: { means: 'The call goes on in another process.', todo: 'Nothing.' },
  BACKFILL_QUEUE_FULL: {
    means: 'As many requests for transcription from recordings wait as may; the request waits on the bus.',
    todo: 'Nothing, or raise EARSHOT_BACKFILL_QUEUE.',
  },
  BACKFILL_FAILED: {
    means: 'The recorded audio could not be transcribed.',
    todo: 'A defect: keep the log line. It can be asked for again.',
  },
  SPEECH_ENGINE_BUSY: { means: 'No thread of the recogniser is running; it is tried again.', todo: 'Nothing.' },
  SPEECH_ENGINE_CLOSED: { means: 'The engine was closed, since the process stops.', todo: 'Nothing.' },
  SPEECH_ENGINE_CRASHED: {
    means: 'The program or thread of the engine ended; it is started again.',
    todo: 'When it repeats, look at the memory of the machine and at the log.',
  },
  SPEECH_RATE_LIMITED: {
    means: 'The engine takes no more requests now; it is tried again.',
    todo: 'Ask the vendor for a higher limit when it repeats.',
  },
  SPEECH_RATE_WRONG: {
    means: 'The engine was asked to hear a sampling rate that it does not know.',
    todo: 'A defect: keep the log line.',
  },
  SPEECH_STREAM_CLOSED: {
    means: 'The engine closed its stream; it is opened again where it stopped.',
    todo: 'Nothing.',
  },
  SPEECH_STREAM_LOST: {
    means: 'The engine lost its stream; it is opened again where it stopped.',
    todo: 'Nothing; when it repeats, look at the engine.',
  },
  SPEECH_SCRIPT_UNKNOWN: {
    means: 'There is no script of that name for the scripted engine.',
    todo: 'Correct the name, or add the file to the folder of scripts.',
  },
  SPEECH_SCRIPT_INVALID: {
    means: 'A script of the scripted engine is not valid.',
    todo: 'Correct what the message names.',
  },
} as const satisfies ErrorTable;

/** Of fetching the model of an engine. */
export const speechModelErrors = {
  SPEECH_MODEL_UNREACHABLE: {
    means: 'The host of the model cannot be reached; it is tried again.',
    todo: 'Open the way to the host, or put the model into the folder by hand.',
  },
  SPEECH_MODEL_NOT_FOUND: {
    means: 'The host has no such model.',
    todo: 'Correct the name of the model.',
  },
  SPEECH_MODEL_SIZE_WRONG: {
    means: 'The file of the model is not as long as its host said.',
    todo: 'Remove the file and start again.',
  },
  SPEECH_MODEL_CHANGED: {
    means: 'The model is not the one that was fetched before.',
    todo: 'Remove its line from the file of digests, if that is meant.',
  },
  SPEECH_MODEL_UNUSABLE: {
    means: 'The archive holds no model that can be used.',
    todo: 'Choose another model; install tar and bzip2.',
  },
  SPEECH_MODEL_NO_TAR: { means: 'The program tar is missing.', todo: 'Install tar and bzip2.' },
  SPEECH_MODEL_BUSY: { means: 'Another process fetches the model; it is waited for.', todo: 'Nothing.' },
} as const satisfies ErrorTable;
