import { memo, useEffect, useRef } from 'react';
import Button from '@cloudscape-design/components/button';
import { formatDuration } from '../../ui/format-duration.js';
import type { Playback } from './playback.js';
import './recording-player.css';

export interface RecordingPlayerProps {
  readonly url: string;
  /** Length of the recording on the server. */
  readonly durationMs: number;
  readonly live: boolean;
  readonly playback: Playback;
}

/** A loaded recording that is shorter than the server's by more than this is reloaded. */
const toleranceMs = 500;

/** Plays the call's recording. While the call is live, the player has what was recorded when it last loaded. */
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
    const isShort = element !== null && element.duration * 1000 < durationMs - toleranceMs;
    // After the call the reader gets the whole recording without pressing the button.
    if (!live && isShort && element.paused) playback.reload();
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
