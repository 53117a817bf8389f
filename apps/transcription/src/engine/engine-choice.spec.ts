import { describe, expect, it } from '@jest/globals';
import { ToneEngine } from '../../test/tone-engine.js';
import { EngineChoice } from './engine-choice.js';

const one = new ToneEngine('one');
const two = new ToneEngine('two');
const recordAnnouncements = () => {
  const announced: [string | null, string][] = [];
  return { announced, announce: (engine: string | null, reason: string) => void announced.push([engine, reason]) };
};

describe('EngineChoice', () => {
  it('announces each change once', () => {
    const { announced, announce } = recordAnnouncements();
    const choice = new EngineChoice(
      { choose: (name) => ({ engine: name === 'two' ? two : one, reason: name ?? 'default' }) },
      announce,
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

  it('falls back to another engine, and not to one that failed', () => {
    const { announced, announce } = recordAnnouncements();
    const choice = new EngineChoice(
      { choose: (name) => ({ engine: name === 'two' ? two : one, reason: 'chosen' }) },
      announce,
    );
    choice.request('two', undefined);
    expect(choice.fallBack(two)).toBe(true);
    // The call's other track reports the same failure: the engine is already replaced.
    expect(choice.fallBack(two)).toBe(true);
    expect(choice.engine).toBe(one);
    expect(choice.fallBack(one)).toBe(false);
    expect(announced.map(([engine]) => engine)).toEqual(['two', 'one']);
  });

  it('goes on without an engine when choosing throws, and chooses again', () => {
    const { announced, announce } = recordAnnouncements();
    let isReady = false;
    const choice = new EngineChoice(
      {
        choose: () => {
          if (!isReady) throw new Error('no');
          return { engine: one, reason: 'its model is downloaded' };
        },
      },
      announce,
    );
    choice.request(undefined, undefined);
    expect(choice.engine).toBeNull();
    isReady = true;
    choice.chooseAgain();
    expect(announced.map(([engine]) => engine)).toEqual([null, 'one']);
  });
});
