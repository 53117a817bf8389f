import type { z } from 'zod';
import { amazonTranscribeSettings } from './amazon-transcribe/amazon-transcribe.settings.js';
import { deepgramSettings } from './deepgram/deepgram.settings.js';
import { npmModelNames } from './models/npm-models.js';
import { moonshineSettings } from './moonshine/moonshine.settings.js';
import { sagemakerSettings } from './sagemaker/sagemaker.settings.js';
import { scriptedSettings } from './scripted/scripted.settings.js';
import { sherpaModelNames } from './sherpa/model-catalog.js';
import { sherpaSettings } from './sherpa/sherpa.settings.js';
import type { SpeechVendor } from './speech-vendor.js';
import { voskSettings } from './vosk/vosk.settings.js';
import { whisperHttpSettings } from './whisper-http/whisper-http.settings.js';

/**
 * Every speech engine, one line each, in the order in which `SPEECH_ENGINE=auto` prefers them. The scripted engine says
 * words that nobody spoke, so only a call that asks for it gets it. Amazon Transcribe, Deepgram and servers of yours may cost
 * money and get the audio of the calls, so `auto` never chooses them.
 */
export const speechVendors = {
  moonshine: {
    isAutomatic: true,
    capabilities: {
      audioGoesTo: 'this machine',
      languages: 'English',
      partials: true,
      wordTimes: 'estimated',
      confidence: false,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    models: npmModelNames,
    settings: moonshineSettings,
    load: () => import('./moonshine/index.js'),
  },
  sherpa: {
    isAutomatic: true,
    capabilities: {
      audioGoesTo: 'this machine',
      languages: 'that of its model: English or French, or another model of yours',
      partials: true,
      wordTimes: 'measured',
      confidence: false,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    models: sherpaModelNames,
    settings: sherpaSettings,
    load: () => import('./sherpa/index.js'),
  },
  'amazon-transcribe': {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: 'AWS',
      languages: 'those of Amazon Transcribe; it can find the language of a call',
      partials: true,
      wordTimes: 'measured',
      confidence: true,
      customVocabulary: true,
      redaction: true,
      diarisation: false,
    },
    tracksPerStream: 2,
    settings: amazonTranscribeSettings,
    load: () => import('./amazon-transcribe/index.js'),
  },
  'whisper-http': {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: 'your Whisper server',
      languages: 'those of its model; it can find the language of an utterance',
      partials: true,
      wordTimes: 'either',
      confidence: true,
      customVocabulary: true,
      redaction: false,
      diarisation: false,
    },
    settings: whisperHttpSettings,
    load: () => import('./whisper-http/index.js'),
  },
  deepgram: {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: 'Deepgram, or your server with its API',
      languages: 'those of its model; it can find the languages of a call',
      partials: true,
      wordTimes: 'measured',
      confidence: true,
      customVocabulary: true,
      redaction: false,
      diarisation: false,
    },
    settings: deepgramSettings,
    load: () => import('./deepgram/index.js'),
  },
  sagemaker: {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: 'AWS',
      languages: 'those of its model, which finds the language of an utterance',
      partials: true,
      wordTimes: 'either',
      confidence: false,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    settings: sagemakerSettings,
    load: () => import('./sagemaker/index.js'),
  },
  vosk: {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: 'your vosk-server',
      languages: 'that of its model',
      partials: true,
      wordTimes: 'either',
      confidence: true,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    settings: voskSettings,
    load: () => import('./vosk/index.js'),
  },
  scripted: {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: 'nobody: its words come from a script',
      languages: 'that of the script',
      partials: true,
      wordTimes: 'measured',
      confidence: true,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    settings: scriptedSettings,
    load: () => import('./scripted/index.js'),
  },
} satisfies SpeechVendors;

export type SpeechEngineName = keyof typeof speechVendors;
export const speechEngineNames = Object.keys(speechVendors) as [SpeechEngineName, ...SpeechEngineName[]];

// `never` for the settings: each vendor takes its own, and `prepareVendor` is the only caller.
type SpeechVendors = Readonly<
  Record<
    string,
    Pick<SpeechVendor<z.ZodRawShape>, 'isAutomatic' | 'capabilities' | 'models' | 'settings' | 'tracksPerStream'> & {
      load(): Promise<{ prepare(settings: never, host: never): Promise<unknown> }>;
    }
  >
>;
