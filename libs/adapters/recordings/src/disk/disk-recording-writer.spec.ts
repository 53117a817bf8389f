import { describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { BlockCipher } from '../sealed/block-cipher.js';
import { RECORDING_FILE } from '../sealed/sealed-header.js';
import { DiskRecordingWriter } from './disk-recording-writer.js';

const isLinux = process.platform === 'linux';
if (!isLinux) console.info('skipped in part: only Linux has /dev/full');
// Only Linux has /dev/full, a disk without free space.
(isLinux ? describe : describe.skip)('DiskRecordingWriter on a full disk', () => {
  it.each(['L16', 'PCMU'] as const)('rejects, keeps its position and takes the same audio again, %s', async (codec) => {
    const handle = await open('/dev/full', 'r+');
    const writer = new DiskRecordingWriter(
      handle,
      new BlockCipher(randomBytes(32), callIdSchema.parse('a'), RECORDING_FILE),
      { codec, sampleRateHz: 8_000, channelCount: 2 },
      { dataBytes: 0, openBlock: new Uint8Array(0) },
      () => undefined,
    );
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(writer.append(new Uint8Array(400))).rejects.toMatchObject({
        code: 'RECORDING_IO_FAILED',
        retryable: true,
      });
      await expect(writer.silenceUntil(100)).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED' });
      expect(writer.positionSample).toBe(0);
    }
    await writer.close();
  });
});
