import { parseWavHeader } from '@earshot/domain';

/** The samples of a WAV file, which must be mono at 16 kHz. Reports what is wrong with it. */
export function readWavSamples(bytes: Uint8Array, report: (problem: string) => void): Int16Array {
  const header = parseWavHeader(bytes);
  if (!header.ok) {
    report(`the file is no WAV file: ${header.error.detail}`);
    return new Int16Array();
  }
  const { codec, sampleRateHz, channelCount, dataOffset, dataBytes } = header.value;
  if (codec !== 'L16' || sampleRateHz !== 16_000 || channelCount !== 1)
    report(`${channelCount} channels of ${codec} at ${sampleRateHz} Hz`);
  if (dataOffset + dataBytes !== bytes.length) report(`${bytes.length} bytes instead of ${dataOffset + dataBytes}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, dataBytes);
  return Int16Array.from({ length: dataBytes / 2 }, (_, n) => view.getInt16(n * 2, true));
}
