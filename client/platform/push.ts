import { keyBytes } from './push-words.ts';

// Some browsers never answer at all.
const longestMs = 20_000;

/** Whether this browser has notices that come while the app is closed. An iPhone has them in the installed app only. */
export function canBeCalled(): boolean {
  return isSecureContext && 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
}

/** What the person decided in this browser. */
export function callPermission(): NotificationPermission {
  return Notification.permission;
}

/** Asks the person, once: what they answered stays until they change it in the browser. */
export function askToCall(): Promise<NotificationPermission> {
  return Notification.requestPermission();
}

/** Where the push service of this browser takes calls for it, or null when it takes none for that key. */
export async function callAddress(key: string): Promise<string | null> {
  const registration = await inTime(navigator.serviceWorker.ready);
  const subscription = await inTime(registration.pushManager.getSubscription());
  if (!subscription) return null;
  return isForKey(subscription, key) ? subscription.endpoint : null;
}

/** Asks the push service for an address, or throws when it cannot be reached. One for another key is given up first. */
export async function openCallAddress(key: string): Promise<string> {
  const registration = await inTime(navigator.serviceWorker.ready);
  const before = await inTime(registration.pushManager.getSubscription());
  if (before && isForKey(before, key)) return before.endpoint;
  await before?.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: keyBytes(key) };
  return (await inTime(registration.pushManager.subscribe(options))).endpoint;
}

/** Takes no calls any more. */
export async function closeCallAddress(): Promise<void> {
  const registration = await inTime(navigator.serviceWorker.ready);
  await (await inTime(registration.pushManager.getSubscription()))?.unsubscribe();
}

function isForKey({ options }: PushSubscription, key: string): boolean {
  if (!options?.applicationServerKey) return true;
  return new Uint8Array(options.applicationServerKey).join() === keyBytes(key).join();
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  return Promise.race([
    answer,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('The browser gives no answer.')), longestMs)),
  ]);
}
