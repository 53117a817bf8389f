import { loadEarshotConfig, startEarshot } from '@earshot/standalone';
import { serveRequests } from './child-process.js';
import { figureHandlers, type Addresses } from './process-figures.js';

/** The speech engine may be the first argument. */
const [, , speechEngine = 'scripted'] = process.argv;
const env = {
  EARSHOT_HTTP_PORT: '0',
  EARSHOT_INGEST_PORT: '0',
  SPEECH_ENGINE: speechEngine,
  EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
  // Calls are sent faster than real time here.
  EARSHOT_CALL_PACE: '0',
  ...process.env,
};
const earshot = await startEarshot(loadEarshotConfig(env));
const { httpUrl, ingestUrl } = earshot;
serveRequests({ httpUrl, ingestUrl } satisfies Addresses, {
  ...figureHandlers(),
  speech: () => earshot.readSpeech(),
  stop: () => earshot.close(),
});
