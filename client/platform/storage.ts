const longestWaitMs = 3_000;

export interface StorageEstimateView {
  readonly usedBytes: number | undefined;
  readonly freeBytes: number | undefined;
}

/** How much is used and free, as far as the browser tells. */
export async function estimateStorage(): Promise<StorageEstimateView> {
  const { usage, quota } = (await withinTime(navigator.storage?.estimate?.())) ?? {};
  return {
    usedBytes: usage,
    freeBytes: usage === undefined || quota === undefined ? undefined : Math.max(0, quota - usage),
  };
}

/**
 * Asks the browser to keep what is stored, and says what it answered; undefined when it did not answer. Firefox may show a question that
 * stays open for ever, so nothing ever waits for this longer than three seconds.
 */
export async function persistStorage(): Promise<boolean | undefined> {
  const isKept = await withinTime(navigator.storage?.persisted?.());
  return isKept ? true : withinTime(navigator.storage?.persist?.());
}

async function withinTime<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), longestWaitMs);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } catch (reason) {
    console.warn('The browser says nothing about its storage.', reason);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
