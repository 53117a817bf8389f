/** The settings that say where TLS ends. */
export interface TlsSettings {
  readonly EARSHOT_TLS_CERT_FILE?: string | undefined;
  readonly EARSHOT_TLS_ENDS_AT_PROXY: boolean;
}

/** Whether clients reach the servers of this process with TLS only: at the servers themselves or at a proxy. */
export const endsTls = (settings: TlsSettings): boolean =>
  settings.EARSHOT_TLS_CERT_FILE !== undefined || settings.EARSHOT_TLS_ENDS_AT_PROXY;
