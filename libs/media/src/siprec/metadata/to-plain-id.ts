const BASE64_UUID = /^[A-Za-z0-9+/]{22}==$/;

/**
 * The UUID that RFC 7865 writes in Base64, in its usual form; null: the id is something else. Base64 has characters that do not
 * fit into addresses and file names.
 */
export function readBase64Uuid(id: string): string | null {
  if (!BASE64_UUID.test(id)) return null;
  const hex = [...atob(id)].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
