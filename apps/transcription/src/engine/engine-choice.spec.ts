import { describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import { ToneEngine } from '../../test/tone-engine.js';
import { EngineChoice, type EngineChoiceListener } from './engine-choice.js';
import type { EngineLeft } from './reason-to-leave.js';

const one = new ToneEngine('one');
const two = new ToneEngine('two');
const callId = callIdSchema.parse('call');
const recordAnnouncements = () => {
  const announced: [string | null, string][] = [];
  const replaced: [string, string][] = [];
  const listener: EngineChoiceListener = {
    engineSelected: (engine, reason) => void announced.push([engine, reason]),
    engineReplaced: (from, to) => void replaced.push([from, to]),
  };
  return { announced, replaced, listener };
};

describe('EngineChoice', () => {
  it('announces each change once', () => {
    const { announced, listener } = recordAnnouncements();
    const choice = new EngineChoice(
      { choose: (name) => ({ engine: name === 'two' ? two : one, reason: name ?? 'default' }) },
      callId,
      listener,
    );
    choice.request(undefined, undefined);
    choice.request(undefined, undefined);
    choice.request('two', 'greeting');
    choice.request('two', 'farewell');
    expect(announced).toEqual([
      ['one', 'default'],
      ['two', 'two'],
    ]);
    expect([choice.engine, choice.script]).toEqual([two, 'farewell']);
  });

  it('says so when the engine does not know the language of the call, also when that changes', () => {
    const { announced, listener } = recordAnnouncements();
    const english = Object.assign(new ToneEngine('one'), { language: 'en-US' });
    const choice = new EngineChoice({ choose: () => ({ engine: english, reason: 'default.' }) }, callId, listener);
    choice.request(undefined, undefined, 'en-GB');
    choice.request(undefined, undefined, 'de-DE');
    choice.request(undefined, undefined, 'en-AU');
    const wrong = 'The call is in de-DE, and this engine knows en-US alone: its words are wrong.';
    expect(announced).toEqual([
      ['one', 'default.'],
      ['one', `default. ${wrong}`],
      ['one', 'default.'],
    ]);
    expect(choice.language).toBe('en-AU');
  });

  it('falls back to another engine, and not to one that failed', () => {
    const { announced, replaced, listener } = recordAnnouncements();
    const choice = new EngineChoice(
      { choose: (name) => ({ engine: name === 'two' ? two : one, reason: 'chosen' }) },
      callId,
      listener,
    );
    choice.request('two', undefined);
    expect(choice.fallBack(two)).toBe(true);
    // The call's other track reports the same failure: the engine is already replaced.
    expect(choice.fallBack(two)).toBe(true);
    expect(choice.engine).toBe(one);
    expect(choice.fallBack(one)).toBe(false);
    expect(announced.map(([engine]) => engine)).toEqual(['two', 'one']);
    expect(replaced).toEqual([['two', 'one']]);
  });

  it('goes on without an engine when choosing throws, and chooses again', () => {
    const { announced, listener } = recordAnnouncements();
    let isReady = false;
    const choice = new EngineChoice(
      {
        choose: () => {
          if (!isReady) throw new Error('no');
          return { engine: one, reason: 'its model is downloaded' };
        },
      },
      callId,
      listener,
    );
    choice.request(undefined, undefined);
    expect(choice.engine).toBeNull();
    isReady = true;
    choice.chooseAgain();
    expect(announced.map(([engine]) => engine)).toEqual([null, 'one']);
  });

  it('goes through the engines in order, and excludes those that failed until one works', () => {
    const { replaced, listener } = recordAnnouncements();
    const three = new ToneEngine('three');
    const choice = new EngineChoice(
      {
        choose: (_, excluded) => ({
          engine: [one, two, three].find(({ name }) => excluded?.has(name) !== true) ?? null,
          reason: 'in order',
        }),
      },
      callId,
      listener,
    );
    choice.request(undefined, undefined);
    expect([choice.fallBack(one), choice.fallBack(two), choice.fallBack(three)]).toEqual([true, true, false]);
    choice.chooseAgain();
    expect(choice.engine).toBe(one);
    choice.fallBack(one);
    choice.reportWorking('two');
    choice.fallBack(two);
    expect(replaced).toEqual([
      ['one', 'two'],
      ['two', 'three'],
      ['one', 'two'],
      ['two', 'one'],
    ]);
  });

  it.each<[EngineLeft, string[]]>([
    ['FAILED', ['one']],
    ['REFUSED_CALL', []],
    ['FULL', []],
  ])('%s: tells new calls to avoid %j', (why, avoided) => {
    const failed: string[] = [];
    const engines = {
      choose: () => ({ engine: one, reason: 'the only one' }),
      reportFailed: (engine: string) => void failed.push(engine),
    };
    const choice = new EngineChoice(engines, callId, recordAnnouncements().listener);
    choice.request(undefined, undefined);
    choice.fallBack(one, why);
    expect(failed).toEqual(avoided);
  });
});
