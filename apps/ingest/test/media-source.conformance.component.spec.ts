import { describe, expect, it, jest } from '@jest/globals';
import { mediaSourceConformance, type MediaSourceSubject } from '@earshot/testing';
import { brokenSources, changeEarshot } from './broken-sources.js';
import { earshotSubject, lcaSubject } from './conformance-subjects.js';
import { timedSubject } from './timed-source.js';

jest.setTimeout(120_000);

const subjects: Record<string, () => MediaSourceSubject> = {
  earshot: earshotSubject,
  lca: lcaSubject,
  timed: timedSubject,
};
/** For broken sources, which never do what the case waits for. */
const PATIENCE_MS = 500;

describe.each(Object.entries(subjects))('the source %s', (_, create) => {
  const { cannot } = create();
  for (const { promise, needs, run } of mediaSourceConformance) {
    const reason = needs === undefined ? undefined : cannot[needs];
    if (reason === undefined) it(promise, () => run(create));
  }

  it('says why it leaves a case out', () => {
    for (const reason of Object.values(cannot)) expect(reason).toMatch(/\w{3}/);
  });
});

describe('the conformance suite of sources', () => {
  it.each(Object.entries(brokenSources))('fails sources that %s', async (_, broken) => {
    const { breaks, timed, settings, change } = broken;
    const changed = { ...(settings && { settings }), ...(change && { sources: changeEarshot(change) }) };
    const subject = timed === undefined ? { ...earshotSubject(changed), patienceMs: PATIENCE_MS } : timedSubject(timed);
    const tested = mediaSourceConformance.find(({ promise }) => promise === breaks);
    await expect(tested?.run(() => subject)).rejects.toThrow();
  });

  it('has broken sources for each promise', () => {
    const broken = Object.values(brokenSources).map(({ breaks }) => breaks);
    expect(mediaSourceConformance.map(({ promise }) => promise).sort()).toEqual(broken.sort());
  });
});
