/** What happens to the messages of `calls.audio` that are not acknowledged. */
export interface AudioBus {
  /** They wait outside this process, so many may wait for long. */
  readonly isDurable: boolean;
  /** They come again after the death of this process. Then a message is acknowledged when its audio is durable. */
  readonly redelivers: boolean;
}
