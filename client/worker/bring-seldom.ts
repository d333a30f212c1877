/** The code of what is seldom asked for, or nothing where it is not on this device and cannot be had now. */
export const bringSeldom = () => bring(() => import('./seldom.ts'));

/** The code of handles; without it there is none to be shown, chosen or found, which needs a line anyway. */
export const bringHandles = () => bring(() => import('./handles.ts'));

/** The code of sealed messages, for who has any. */
export const bringTalk = () => bring(() => import('./talk.ts'));

/** What keeps the screens, with its library. */
export const bringSaver = () => bring(() => import('./saver.ts'));

async function bring<Part>(load: () => Promise<Part>): Promise<Part | undefined> {
  try {
    return await load();
  } catch (reason) {
    console.info('A part of the worker could not be loaded.', reason);
    return undefined;
  }
}
