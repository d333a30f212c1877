import { hour, minute } from './sample-parts.ts';
import { sampleState } from './sample-state.ts';

/** The same page while a part of the list is looked at. */
export function narrowedState(nowMs: number) {
  return { ...sampleState(nowMs), safetyFilter: { only: 'silent6h', search: 'お' } };
}

/** The same person a minute after the name was entered: nobody else is here, nothing was ever sent. */
export function emptyState(nowMs: number) {
  const filled = sampleState(nowMs);
  return {
    ...filled,
    me: {
      ...filled.me,
      status: undefined,
      about: [],
      named: [],
      audience: { who: 'none', persons: [] as string[] },
    },
    syncLine: { reach: 'never', upToMs: undefined, unsent: 0, lifeOnly: false },
    voices: [],
    hasOlderVoices: false,
    safety: [],
    friends: [],
    spots: [],
    requests: [],
    blocked: [],
    sentRequests: [],
    outbox: [],
    landed: [],
  };
}

/** The same person on the worst day: the device is full, its clock is wrong, and something was not accepted. */
export function troubledState(nowMs: number) {
  const filled = sampleState(nowMs);
  const refused = {
    ...(filled.outbox[5] as (typeof filled.outbox)[number]),
    id: 'o9',
    reason: undefined,
    refused: 'not-permitted',
    text: '体育館の毛布が足りません。',
  };
  return {
    ...filled,
    syncLine: { ...filled.syncLine, reach: 'full', clockOffMs: -3 * hour },
    outbox: [...filled.outbox, refused],
    outboxBehind: { count: 9_900, onlyHere: 9_900, sizeBytes: 2_970_000 },
    notices: ['full', 'update', 'otherTabOld', 'keysGone', 'notSaved', 'quiet'],
    quiet: 'dead',
    storage: { usedBytes: 3_400_000, freeBytes: 12_000, isPersistent: false },
  };
}

const left = (nowMs: number, stage: string, waiting: number) => ({
  ...sampleState(nowMs),
  phase: 'left',
  left: { delivery: [{ stage, atMs: nowMs - 2 * minute }], waiting },
});

/** The same person after leaving: before the server has it, after that, and on the cleared phone. */
export const leftStates = {
  leaving: (nowMs: number) => left(nowMs, 'here', 7),
  left: (nowMs: number) => left(nowMs, 'server', 0),
  wiped: (nowMs: number) => ({ ...sampleState(nowMs), phase: 'left', left: { waiting: 0, isWiped: true } }),
};

/** While only life travels, and while that is lifted. */
export const dataStates = {
  lifeOnly: (nowMs: number) => saving(nowMs, false),
  lifted: (nowMs: number) => saving(nowMs, true),
};

function saving(nowMs: number, isLifted: boolean) {
  const filled = sampleState(nowMs);
  return {
    ...filled,
    syncLine: { ...filled.syncLine, reach: 'fresh', lifeOnly: !isLifted },
    dataUse: { chosen: 'lifeOnly', isLifted },
    quiet: 'on',
    outbox: filled.outbox.map((row, i) => ({ ...row, isLife: i < 3, reason: i < 3 ? 'behind' : 'lifeOnly' })),
  };
}
