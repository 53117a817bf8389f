import { BlockInterleaver } from './block-interleaver.js';
import { CAPTURE_PROCESSOR, type CaptureOptions, type CaptureRequest } from './capture-messages.js';

// What an AudioWorklet has, and the libraries of TypeScript do not know.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: unknown): void;

const QUANTUM_SAMPLES = 128;

/** Runs in the audio thread: sends interleaved blocks of all tracks to the page. */
class CaptureProcessor extends AudioWorkletProcessor {
  private readonly interleaver: BlockInterleaver;
  private isRunning = true;

  constructor({ processorOptions: { trackCount, blockSamples } }: { processorOptions: CaptureOptions }) {
    super();
    this.interleaver = new BlockInterleaver(trackCount, blockSamples);
    this.port.onmessage = ({ data }: MessageEvent<CaptureRequest>) => {
      if (data === 'stop') this.stop();
    };
  }

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    if (!this.isRunning) return false;
    const tracks = inputs.map(([mono]) => mono);
    const sampleCount = tracks.find((track) => track !== undefined)?.length ?? QUANTUM_SAMPLES;
    for (const block of this.interleaver.add(tracks, sampleCount)) this.port.postMessage(block, [block.samples.buffer]);
    return true;
  }

  private stop(): void {
    if (!this.isRunning) return;
    this.isRunning = false;
    const rest = this.interleaver.flush();
    if (rest !== null) this.port.postMessage(rest);
    this.port.postMessage('stopped');
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
