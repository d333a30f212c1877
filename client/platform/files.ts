/** Hands a file to the person: saved where the browser saves what is downloaded. From a tap. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers begin to read only after the tap was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
