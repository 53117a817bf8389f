import { Failure, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { FaultPlan } from './fault-plan.js';
import { FaultySpeechStream, rateLimited } from './faulty.speech-stream.js';
import { generatedSource, parseGeneratedScript, scriptNameOf, type GeneratedScript } from './generated-utterances.js';
import { readScript, scriptSource } from './script-file.js';
import { ScriptedSpeechStream } from './scripted.speech-stream.js';
import type { UtteranceSource } from './utterance.js';

export interface ScriptedSpeechEngineOptions {
  /** Directory of `<name>.json` scripts. Without it only generated scripts exist. */
  readonly scriptsDir?: string | undefined;
}

/**
 * Emits known words on the clock of the audio, whatever the audio contains. It serves demos, load tests, and checks that
 * must know the right words. `open` rejects with `Failure` `SPEECH_SCRIPT_UNKNOWN` or `SPEECH_SCRIPT_INVALID`.
 */
export class ScriptedSpeechEngine implements SpeechEngine {
  readonly name = 'scripted';
  readonly sampleRateHz = null;
  private readonly faults = new FaultPlan();
  private closed = false;

  constructor(private readonly options: ScriptedSpeechEngineOptions) {}

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    const name = options.script ?? scriptNameOf(options.callId);
    const generated = parseGeneratedScript(name);
    const source = await this.openSource(name, generated, options);
    if (this.closed) throw new Failure('SPEECH_ENGINE_CLOSED', 'the scripted speech engine is closed');
    const fault = generated?.fault;
    if (fault === undefined) return new ScriptedSpeechStream(options, source);
    if (this.faults.refuseStream(options)) throw rateLimited();
    return new FaultySpeechStream(new ScriptedSpeechStream(options, source), options, fault, this.faults);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private async openSource(
    name: string,
    generated: GeneratedScript | null,
    { track, startMs }: SpeechStreamOptions,
  ): Promise<UtteranceSource> {
    if (generated !== null) return generatedSource(generated, track, startMs);
    return scriptSource(await readScript(this.options.scriptsDir, name), track, startMs);
  }
}
