/** The recording's player, as seen by the transcript: where it is, and how to go elsewhere. */
export interface Playback {
  /** Position on the call's clock in ms; null until somebody played. */
  getMs(): number | null;
  subscribe(listener: () => void): () => void;
  playFrom(ms: number): void;
  /** Loads what was recorded since, and stays where it is. */
  reload(): void;
  /** Tells which element plays; returns how to let go of it. */
  attach(audio: HTMLAudioElement): () => void;
}

/** Creates the link between one player and those who follow it. */
export function createPlayback(): Playback {
  const listeners = new Set<() => void>();
  let element: HTMLAudioElement | null = null;
  let positionMs: number | null = null;
  let frame = 0;

  const tell = (): void => {
    if (element && (positionMs !== null || !element.paused)) positionMs = element.currentTime * 1000;
    listeners.forEach((listener) => listener());
  };
  // `timeupdate` comes four times a second, which is too coarse to follow words.
  const follow = (): void => {
    tell();
    cancelAnimationFrame(frame);
    if (element && !element.paused) frame = requestAnimationFrame(follow);
  };

  const attach = (audio: HTMLAudioElement): (() => void) => {
    element = audio;
    const events = ['play', 'pause', 'seeked', 'ended', 'timeupdate'];
    events.forEach((event) => audio.addEventListener(event, follow));
    return () => {
      cancelAnimationFrame(frame);
      events.forEach((event) => audio.removeEventListener(event, follow));
      if (element === audio) element = null;
    };
  };

  let loads = 0;
  const loadAnew = (audio: HTMLAudioElement, then: () => void): void => {
    audio.addEventListener('loadedmetadata', then, { once: true });
    // Chromium keeps the sound of an address as long as the page lives; the fragment makes it another address.
    audio.src = `${audio.src.replace(/#.*/, '')}#${++loads}`;
  };

  const playFrom = (ms: number): void => {
    const audio = element;
    if (!audio) return;
    positionMs = ms;
    const start = (): void => {
      audio.currentTime = ms / 1000;
      // A browser may refuse to play; the position is set all the same and the controls are there.
      audio.play().catch(() => undefined);
    };
    const loaded = audio.readyState >= HTMLMediaElement.HAVE_METADATA && ms / 1000 < audio.duration;
    if (loaded) start();
    else loadAnew(audio, start);
    tell();
  };

  const reload = (): void => {
    const audio = element;
    if (!audio) return;
    const at = audio.currentTime;
    const playing = !audio.paused;
    loadAnew(audio, () => {
      audio.currentTime = at;
      if (playing) audio.play().catch(() => undefined);
    });
  };

  return {
    getMs: () => positionMs,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    playFrom,
    reload,
    attach,
  };
}
