import { exampleSpeaker, type EarshotEvent, type EventData, type RedactionKind } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { Recordings } from '@earshot/recordings';
import { describe, expect, it, jest } from '@jest/globals';
import { callLife, RATE } from './call-life.js';
import { storagePerFile } from './storage-per-file.js';
import { callId, type TestReplica } from './test-storage.js';

jest.setTimeout(180_000);

describe('hidden words in stored audio', () => {
  const at = storagePerFile({ config: { EARSHOT_REDACTION_MARGIN_MS: '100' } });
  const { start } = at;

  const hiding = (
    kind: RedactionKind,
    track: number,
    [startMs, endMs]: [number, number],
    over: Partial<EventData<'segment.enriched'>> = {},
  ): EventData<'segment.enriched'> => ({
    ...exampleSpeaker('CUSTOMER'),
    segmentId: `${track}-0-0` as never,
    track,
    revision: 9,
    isPartial: false,
    startMs: 0,
    endMs: 1_000,
    text: `it is [${kind}]`,
    words: [],
    engine: 'scripted',
    recognizedAtMs: 1,
    redactions: [{ kind, startChar: 6, endChar: 6 + kind.length + 2, startMs, endMs }],
    ...over,
  });

  async function play(replica: TestReplica, id: string, ...hidden: EventData<'segment.enriched'>[]): Promise<void> {
    const { audio, lifecycle, insight } = callLife(callId(id));
    const events: EarshotEvent[] = [...audio, ...lifecycle, ...insight];
    const last = events.pop();
    for (const event of events) await replica.handle(event);
    for (const data of hidden) await write(replica, id, data);
    await replica.handle(last as EarshotEvent);
  }
  const write = (replica: TestReplica, id: string, data: EventData<'segment.enriched'>) =>
    replica.persistence.writes.write({ kind: 'segment', callId: callId(id), atMs: 1, data });

  /** Whether every sample of a track is silent in a stretch. */
  async function isSilent(id: string, track: number, fromMs: number, toMs: number): Promise<boolean> {
    const wav = await at.storage.recorded(callId(id));
    for (let frame = (fromMs * RATE) / 1_000; frame < (toMs * RATE) / 1_000; frame++)
      if (wav.readUInt16LE(44 + frame * 4 + track * 2) !== 0) return false;
    return true;
  }

  it('removes cards, security codes and PINs once the call is over, and keeps the other kinds and tracks', async () => {
    const replica = start();
    const { audio, insight } = callLife(callId('kinds'));
    for (const event of audio.slice(0, 20)) await replica.handle(event);
    await write(replica, 'kinds', hiding('CARD', 1, [300, 500]));
    await replica.persistence.audioRemover.removeHiddenAudio();
    // The call goes on.
    expect(await isSilent('kinds', 1, 300, 500)).toBe(false);
    for (const event of insight.slice(0, 1)) await replica.handle(event);
    await play(replica, 'kinds', hiding('PHONE', 0, [300, 500]));
    await replica.persistence.audioRemover.removeHiddenAudio();
    expect(await isSilent('kinds', 1, 200, 600)).toBe(true);
    expect(await isSilent('kinds', 1, 150, 200)).toBe(false);
    expect(await isSilent('kinds', 1, 600, 650)).toBe(false);
    expect(await isSilent('kinds', 0, 300, 500)).toBe(false);
  });

  it('removes what a later correction hides, and does not repeat what is done', async () => {
    const erasures: string[] = [];
    const disk = at.storage.recordings();
    const counting: Recordings = {
      find: (id) => disk.find(id),
      finish: (id) => disk.finish(id),
      open: (id, format) => disk.open(id, format),
      removeRecording: (id) => disk.removeRecording(id),
      eraseSamples: (id, select) => (erasures.push(id), disk.eraseSamples(id, select)),
    };
    const replica = start({ recordings: counting });
    await play(replica, 'late', hiding('CVV', 0, [300, 500]));
    await replica.persistence.audioRemover.removeHiddenAudio();
    await replica.persistence.audioRemover.removeHiddenAudio();
    expect(erasures).toEqual(['late']);
    await write(replica, 'late', hiding('CVV', 0, [4_000, 4_500], { revision: 10 }));
    await replica.persistence.audioRemover.removeHiddenAudio();
    expect(erasures).toEqual(['late', 'late']);
    expect(await isSilent('late', 0, 200, 600)).toBe(true);
    expect(await isSilent('late', 0, 3_900, 4_600)).toBe(true);
  });

  it('tries again until the storage works, in another process too, and removes from other calls meanwhile', async () => {
    const disk = at.storage.recordings();
    const failing: Recordings = {
      find: (id) => disk.find(id),
      finish: (id) => disk.finish(id),
      open: (id, format) => disk.open(id, format),
      removeRecording: (id) => disk.removeRecording(id),
      eraseSamples: (id, select) =>
        id === 'broken'
          ? Promise.reject(new Failure('RECORDING_IO_FAILED', 'EIO', { retryable: true }))
          : disk.eraseSamples(id, select),
    };
    const first = start({ recordings: failing });
    await play(first, 'broken', hiding('CARD', 0, [300, 500]));
    await play(first, 'other', hiding('CARD', 0, [300, 500]));
    await first.persistence.audioRemover.removeHiddenAudio();
    expect(await isSilent('broken', 0, 300, 500)).toBe(false);
    expect(await isSilent('other', 0, 200, 600)).toBe(true);
    const second = start();
    await second.persistence.audioRemover.removeHiddenAudio();
    expect(await isSilent('broken', 0, 200, 600)).toBe(true);
  });

  it('removes the kinds of the setting, by its own clock', async () => {
    const replica = start({ config: { EARSHOT_REDACTION_AUDIO: 'CARD=mute,EMAIL=remove' } });
    await play(replica, 'setting', hiding('CARD', 0, [300, 500]), hiding('EMAIL', 1, [300, 500]));
    replica.persistence.audioRemover.start(replica.clock);
    await replica.clock.advance(10_000);
    await replica.persistence.audioRemover.stop();
    expect(await isSilent('setting', 0, 300, 500)).toBe(false);
    expect(await isSilent('setting', 1, 300, 500)).toBe(true);
  });
});
