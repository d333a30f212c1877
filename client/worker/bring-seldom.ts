/** The code of what is seldom asked for, or nothing where it is not on this device and cannot be had now. */
export async function bringSeldom() {
  try {
    return await import('./seldom.ts');
  } catch (reason) {
    console.info('A part of the worker could not be loaded.', reason);
    return undefined;
  }
}
