import { createRequire } from 'node:module';

/** Whether the optional package `sherpa-onnx-node` is installed for this platform. */
export function isSherpaInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('sherpa-onnx-node');
    return true;
  } catch {
    return false;
  }
}
