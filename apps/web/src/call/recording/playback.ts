/** Connects the recording's player with the transcript: where it plays, and how to play from elsewhere. */
export interface Playback {
  /** Position on the call clock in ms; null until the reader first plays. */
  getPositionMs(): number | null;
  onPositionChange(listener: () => void): () => void;
  /** Calls back when the reader starts the audio or moves to another place in it. */
  onStart(listener: () => void): () => void;
  playFrom(ms: number): void;
  /** Loads what was recorded since the last load and keeps the position. */
  reload(): void;
  /** Uses this element as the player. Returns a function that lets go of it. */
  attach(audio: HTMLAudioElement): () => void;
}

const startEvents = ['play', 'seeking'];
const playerEvents = ['play', 'pause', 'seeked', 'ended', 'timeupdate'];

export function createPlayback(): Playback {
  const listeners = new Set<() => void>();
  const startListeners = new Set<() => void>();
  const noteStart = (): void => startListeners.forEach((listener) => listener());
  let element: HTMLAudioElement | null = null;
  let positionMs: number | null = null;
  let animationFrame = 0;

  const updatePosition = (): void => {
    if (element && (positionMs !== null || !element.paused)) positionMs = element.currentTime * 1000;
    listeners.forEach((listener) => listener());
  };
  // `timeupdate` comes four times a second, which is too rarely to follow words.
  const followPosition = (): void => {
    updatePosition();
    cancelAnimationFrame(animationFrame);
    if (element && !element.paused) animationFrame = requestAnimationFrame(followPosition);
  };

  const attach = (audio: HTMLAudioElement): (() => void) => {
    element = audio;
    playerEvents.forEach((event) => audio.addEventListener(event, followPosition));
    startEvents.forEach((event) => audio.addEventListener(event, noteStart));
    return () => {
      cancelAnimationFrame(animationFrame);
      playerEvents.forEach((event) => audio.removeEventListener(event, followPosition));
      startEvents.forEach((event) => audio.removeEventListener(event, noteStart));
      if (element === audio) element = null;
    };
  };

  let loads = 0;
  const loadAgain = (audio: HTMLAudioElement, whenLoaded: () => void): void => {
    audio.addEventListener('loadedmetadata', whenLoaded, { once: true });
    // Chromium caches the audio of a URL as long as the page lives; a new fragment makes it a new URL.
    audio.src = `${audio.src.replace(/#.*/, '')}#${++loads}`;
  };

  const playFrom = (ms: number): void => {
    const audio = element;
    if (!audio) return;
    positionMs = ms;
    const start = (): void => {
      audio.currentTime = ms / 1000;
      startPlaying(audio);
    };
    const isLoaded = audio.readyState >= HTMLMediaElement.HAVE_METADATA && ms / 1000 < audio.duration;
    if (isLoaded) start();
    else loadAgain(audio, start);
    updatePosition();
  };

  const reload = (): void => {
    const audio = element;
    if (!audio) return;
    const positionSeconds = audio.currentTime;
    const wasPlaying = !audio.paused;
    loadAgain(audio, () => {
      audio.currentTime = positionSeconds;
      if (wasPlaying) startPlaying(audio);
    });
  };

  return {
    getPositionMs: () => positionMs,
    onPositionChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onStart: (listener) => {
      startListeners.add(listener);
      return () => startListeners.delete(listener);
    },
    playFrom,
    reload,
    attach,
  };
}

/** The browser may refuse to play without a click. The position is set then, and the reader can press play. */
const startPlaying = (audio: HTMLAudioElement): void => {
  audio.play().catch(() => undefined);
};
