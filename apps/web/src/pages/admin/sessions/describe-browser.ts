type Pattern = readonly [name: string, pattern: RegExp];

/** In this order: Edge also calls itself Chrome, and Chrome also calls itself Safari. */
const browsers: readonly Pattern[] = [
  ['Edge', /\bEdgA?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
];

/** In this order: Android also calls itself Linux, and an iPhone also calls itself Mac OS. */
const systems: readonly Pattern[] = [
  ['Windows', /\bWindows\b/],
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

const maxChars = 40;

/** What a browser says about itself in a few words, such as `Firefox on Windows`. */
export function describeBrowser(userAgent: string): string {
  const [browser, system] = [browsers, systems].map(
    (patterns) => patterns.find(([, pattern]) => pattern.test(userAgent))?.[0],
  );
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`;
  return userAgent.slice(0, maxChars) || 'Unknown';
}
