import { memo, useEffect, useRef } from 'react';
import Button from '@cloudscape-design/components/button';
import { formatDuration } from '../ui/format-duration.js';
import type { Playback } from './playback.js';

export interface RecordingPlayerProps {
  readonly url: string;
  readonly durationMs: number;
  readonly live: boolean;
  readonly playback: Playback;
}

const toleranceMs = 500;

/** Plays the call's recording; of a live call it has what was recorded when it was last loaded. */
export const RecordingPlayer = memo(function RecordingPlayer({
  url,
  durationMs,
  live,
  playback,
}: RecordingPlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => (audio.current ? playback.attach(audio.current) : undefined), [playback]);

  useEffect(() => {
    const element = audio.current;
    const short = element !== null && element.duration * 1000 < durationMs - toleranceMs;
    // Once the call is over the whole of it is there to be played, without asking.
    if (!live && short && element.paused) playback.reload();
  }, [live, durationMs, playback]);

  return (
    <section className="player" aria-label="Recording">
      <audio ref={audio} controls preload="metadata" src={url} aria-label="Recording of the call" />
      {live && (
        <Button iconName="refresh" onClick={playback.reload}>
          Load newest ({formatDuration(durationMs)})
        </Button>
      )}
    </section>
  );
});
