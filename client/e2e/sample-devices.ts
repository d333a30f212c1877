import { sampleState } from './sample-state.ts';
import { emptyState } from './sample-variants.ts';

const sampleDevices = (nowMs: number) => [
  {
    id: '8f31c2aa90b14c7d8f31c2aa90b14c7d',
    name: 'わたしの電話',
    isPhone: true,
    isHere: true,
    isCut: false,
    firstMs: nowMs - 200 * 86_400_000,
    lastMs: nowMs - 60_000,
  },
  {
    id: '07b6d5e4f3a2918007b6d5e4f3a29180',
    name: '居間のパソコン',
    isPhone: false,
    isHere: false,
    isCut: false,
    firstMs: nowMs - 9 * 86_400_000,
    lastMs: nowMs - 3_600_000,
  },
  {
    id: 'c4d5e6f708192a3bc4d5e6f708192a3b',
    isPhone: true,
    isHere: false,
    isCut: true,
    reason: 'lost',
    beyond: 3,
    firstMs: nowMs - 400 * 86_400_000,
    lastMs: nowMs - 201 * 86_400_000,
  },
];
const sampleCode =
  'tayori-join:hgFYIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBWCAPhqvLaMgNTPpBnIA0DaxRL5IaGuXyZ9Bn9uF9BsLBAmbl';
const noNews = { changes: [], isCut: false, mustBeAdded: false };
const begun = (nowMs: number) => ({ ...emptyState(nowMs), phase: 'first-run', me: undefined });

/** Adding and losing devices. What one state has and another has not is taken away again. */
export const deviceStates = {
  devices: (nowMs: number) => ({
    ...sampleState(nowMs),
    devices: { devices: sampleDevices(nowMs), hasRoot: true },
    adding: undefined,
    notices: ['devices'],
    deviceNews: {
      ...noNews,
      changes: [
        { what: 'added', name: '居間のパソコン', isPhone: false, atMs: nowMs - 7_200_000 },
        { what: 'cut', name: '', isPhone: true, atMs: undefined },
      ],
    },
  }),
  deviceAsked: (nowMs: number) => ({
    ...sampleState(nowMs),
    devices: { devices: sampleDevices(nowMs), hasRoot: true },
    adding: { name: '台所の板', isPhone: true, code: sampleCode },
  }),
  deviceWaits: (nowMs: number) => ({
    ...sampleState(nowMs),
    devices: { devices: sampleDevices(nowMs), hasRoot: false },
    adding: undefined,
    notices: ['devices'],
    deviceNews: { ...noNews, mustBeAdded: true },
  }),
  deviceLeft: (nowMs: number) => ({
    ...sampleState(nowMs),
    devices: { devices: sampleDevices(nowMs), hasRoot: true },
    adding: { name: '台所の板', isPhone: true, code: sampleCode, outcome: 'waits' },
    notices: [],
  }),
  deviceCut: (nowMs: number) => ({
    ...sampleState(nowMs),
    notices: ['devices'],
    deviceNews: { ...noNews, isCut: true },
  }),
  joining: (nowMs: number) => ({ ...begun(nowMs), join: undefined }),
  joinWaits: (nowMs: number) => ({ ...begun(nowMs), join: { code: sampleCode, state: 'waiting', name: '' } }),
  joinFound: (nowMs: number) => ({ ...begun(nowMs), join: { code: sampleCode, state: 'found', name: '宮田 由佳' } }),
};
