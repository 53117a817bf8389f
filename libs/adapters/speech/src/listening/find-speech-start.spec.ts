import { describe, expect, it } from '@jest/globals';
import { findSpeechStart } from './find-speech-start.js';
import { windowsOf } from './speech-windows.js';

const SILENT = 0.0005;
const LOUD = 0.1;
const stretch = (windows: number, level: number): number[] => Array.from({ length: windows }, () => level);
const PAUSE = windowsOf(0.3);

describe('where speech begins', () => {
  const start = (before: readonly number[], speech = stretch(5, LOUD)) =>
    findSpeechStart([...before, ...speech], before.length);

  it('is where the detector says after silence', () => expect(start(stretch(40, SILENT))).toBe(40));

  it('is where it became loud, also before a pause between words', () => {
    const words = [...stretch(20, SILENT), ...stretch(6, LOUD), ...stretch(PAUSE, SILENT), ...stretch(4, LOUD)];
    expect(start(words)).toBe(20);
  });

  it('is where it became loud shortly after the utterance before', () =>
    expect(start([...stretch(3, SILENT), ...stretch(6, LOUD)])).toBe(3));

  it('is after a longer silence, whatever came before', () => {
    const click = [...stretch(10, SILENT), ...stretch(4, LOUD), ...stretch(PAUSE + 1, SILENT)];
    expect(start(click)).toBe(click.length);
  });

  it.each([
    ['noise that is not much quieter than the speech', stretch(40, LOUD / 5)],
    ['something loud that began before the held audio', [...stretch(5, LOUD), ...stretch(4, SILENT)]],
    ['sounds that are much quieter than the speech', [...stretch(30, SILENT), ...stretch(5, LOUD / 11)]],
    ['no audio', []],
  ])('is where the detector says after %s', (_, before) => expect(start(before)).toBe(before.length));
});
