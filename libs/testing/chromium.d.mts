/** Where Debian's package puts Chromium without windows, tabs and toolbars. A page in it takes a quarter of the processor time. */
export declare const headlessShell: string;

/** Path of an installed Chromium: the one that `CHROMIUM_PATH` names, else one where packages put it, the headless shell first. */
export declare const findChromium: () => string | undefined;

/** Path of an installed Chromium with windows and tabs. The headless shell has no microphone, and no tab that a page can share. */
export declare const findFullChromium: () => string | undefined;

/** Starts Chromium without a sandbox, which a container does not grant, and without background requests. */
export declare const chromiumFlags: readonly string[];

/** The part of a browser's page that a check of it needs. */
interface EvaluatingPage {
  evaluate<T>(script: string): Promise<T>;
}

/** Accessibility violations that axe finds on a page, one line each. */
export declare const axeViolations: (page: EvaluatingPage) => Promise<string[]>;
