/** Whether this browser says that it runs on a phone or a tablet: what a device calls itself at first, nothing hangs on it. */
export function isOnPhone(): boolean {
  return /Mobi|Android|iPhone|iPad/.test(navigator.userAgent);
}
