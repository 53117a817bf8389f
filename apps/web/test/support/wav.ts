/** Writes a stereo WAV of 8 kHz and 16 bit: a low tone left, a higher one right. */
export function toneWav(durationMs: number): Buffer {
  const rate = 8000;
  const frames = Math.round((durationMs / 1000) * rate);
  const wav = Buffer.alloc(44 + frames * 4);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame++) {
    const at = (frame / rate) * 2 * Math.PI;
    wav.writeInt16LE(Math.round(3000 * Math.sin(at * 220)), 44 + frame * 4);
    wav.writeInt16LE(Math.round(3000 * Math.sin(at * 330)), 46 + frame * 4);
  }
  return wav;
}
