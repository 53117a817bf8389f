import { join } from 'node:path';
import { refuseArguments } from './bad-argument.mjs';
import { beginStart } from './begin-script.mjs';
import { root } from './install.mjs';

const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo');
refuseArguments(unknown, 'npm start and npm run demo', 'Settings are environment variables: docs/configuration.md');
const { pageBuilt } = await beginStart();
// Earshot runs in this process, so that Ctrl-C reaches it and no child process can be left behind.
const { runStandalone } = await import('@earshot/standalone');
if (process.argv.includes('--demo')) {
  // Without a speech engine, the sample calls ask for the words of their scripts, and visitors look around without an account.
  // Elsewhere than on this machine, nobody may do so.
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(process.env.EARSHOT_HOST ?? '127.0.0.1');
  const isDevelopment = process.env.EARSHOT_MODE !== 'production';
  const demoSettings = {
    ...(isLocal && { EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' }),
    ...(isLocal && isDevelopment && { EARSHOT_AUTH: 'local', EARSHOT_DEMO_ACCOUNTS: 'true' }),
  };
  await runStandalone({ ...demoSettings, ...process.env }, { pageBuilt, afterStart: playSampleCalls });
} else {
  await runStandalone(process.env, { pageBuilt });
}

async function playSampleCalls(earshot, signal) {
  const { playSamples, waitForRecognizer } = await import('@earshot/call-player');
  const print = (line) => console.log(line);
  const { clock } = earshot.process;
  const engine = await waitForRecognizer({ readSpeech: () => earshot.readSpeech(), clock, signal, print });
  const { ingestUrl: url, callKey: key } = earshot;
  await playSamples({ directory: join(root, 'samples'), url, key, engine, signal, print });
}
