/** The browser reads the file's URL after the click returned: revoking it at once would cancel the download. */
const revokeAfterMs = 10_000;

/** Lets the reader save a text as a file. */
export function downloadFile({ name, type, content }: { name: string; type: string; content: string }): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}
