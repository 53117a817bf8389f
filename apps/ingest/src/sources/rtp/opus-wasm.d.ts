/** The form of the package that runs in a sandbox. Its native form would decode hostile packets in our memory. */
declare module '@evan/opus/wasm/index.js' {
  export class Decoder {
    constructor(options: { channels: 1 | 2; sample_rate: number });
    /** Linear 16-bit samples, low byte first. Throws at packets that are broken. */
    decode(packet: Uint8Array): Uint8Array;
    /** Frees the memory of the decoder, which no garbage collection sees. */
    drop(): void;
  }
  const opus: { readonly Decoder: typeof Decoder };
  export default opus;
}
