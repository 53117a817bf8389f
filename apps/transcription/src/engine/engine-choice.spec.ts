import { describe, expect, it } from '@jest/globals';
import { ToneEngine } from '../../test/tone-engine.js';
import { EngineChoice } from './engine-choice.js';

const [one, two] = [new ToneEngine('one'), new ToneEngine('two')];
const listed = () => {
  const said: [string | null, string][] = [];
  return { said, announce: (engine: string | null, reason: string) => void said.push([engine, reason]) };
};

describe('EngineChoice', () => {
  it('announces each change once', () => {
    const { said, announce } = listed();
    const choice = new EngineChoice(
      { choose: (name) => ({ engine: name === 'two' ? two : one, reason: name ?? 'default' }) },
      announce,
    );
    choice.request(undefined, undefined);
    choice.request(undefined, undefined);
    choice.request('two', 'greeting');
    choice.request('two', 'farewell');
    expect(said).toEqual([
      ['one', 'default'],
      ['two', 'two'],
    ]);
    expect([choice.engine, choice.script]).toEqual([two, 'farewell']);
  });

  it('falls back to another, and not in circles', () => {
    const { said, announce } = listed();
    const choice = new EngineChoice(
      { choose: (name) => ({ engine: name === 'two' ? two : one, reason: 'chosen' }) },
      announce,
    );
    choice.request('two', undefined);
    expect(choice.fallBack(two)).toBe(true);
    // The other channel finds the change already made.
    expect(choice.fallBack(two)).toBe(true);
    expect(choice.engine).toBe(one);
    expect(choice.fallBack(one)).toBe(false);
    expect(said.map(([engine]) => engine)).toEqual(['two', 'one']);
  });

  it('goes without, also when choosing throws, and looks again', () => {
    const { said, announce } = listed();
    let ready = false;
    const choice = new EngineChoice(
      {
        choose: () => {
          if (!ready) throw new Error('no');
          return { engine: one, reason: 'its model has come' };
        },
      },
      announce,
    );
    choice.request(undefined, undefined);
    expect(choice.engine).toBeNull();
    ready = true;
    choice.refresh();
    expect(said.map(([engine]) => engine)).toEqual([null, 'one']);
  });
});
