import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { silenceSdkNodeWarning } from './silence-sdk-node-warning.js';

const root = join(import.meta.dirname, '../../..');
/** Creates a client on a Node that says it is 20.19. */
const script = `
  Object.defineProperty(process, 'version', { value: 'v20.19.0' });
  const { ComprehendClient } = require('@aws-sdk/client-comprehend');
  new ComprehendClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });`;

async function stderrWith(env: NodeJS.ProcessEnv): Promise<string> {
  const { stderr } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: root, env });
  return stderr;
}

it('keeps the warning of the AWS SDK about Node 20 out of the log, unless the operator wants it', async () => {
  const plain: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '' };
  delete plain['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'];
  expect(await stderrWith(plain)).toContain('NodeVersionSupportWarning');
  const env = { ...plain };
  silenceSdkNodeWarning(env);
  expect(await stderrWith(env)).toBe('');
  const wanted = { ...plain, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'false' };
  silenceSdkNodeWarning(wanted);
  expect(await stderrWith(wanted)).toContain('NodeVersionSupportWarning');
}, 60_000);
