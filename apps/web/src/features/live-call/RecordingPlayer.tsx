import { useEffect, useRef } from 'react';
import Button from '@cloudscape-design/components/button';
import { formatDuration } from '../../display/format-duration.js';
import type { Playback } from './playback.js';

export interface RecordingPlayerProps {
  readonly url: string;
  readonly durationMs: number;
  readonly live: boolean;
  readonly playback: Playback;
}

/** Plays the call's recording; of a live call it has what was recorded when it was last loaded. */
export function RecordingPlayer({ url, durationMs, live, playback }: RecordingPlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => (audio.current ? playback.attach(audio.current) : undefined), [playback]);

  const reload = (): void => {
    const element = audio.current;
    if (!element) return;
    const at = element.currentTime;
    element.addEventListener('loadedmetadata', () => (element.currentTime = Math.min(at, element.duration)), { once: true });
    element.load();
  };

  return (
    <section className="player" aria-label="Recording">
      <audio ref={audio} controls preload="metadata" src={url} aria-label="Recording of the call" />
      {live && (
        <Button iconName="refresh" onClick={reload} ariaLabel="Load what was recorded since">
          {formatDuration(durationMs)} recorded
        </Button>
      )}
    </section>
  );
}
