import { createParts, hour, minute, people, person } from './sample-parts.ts';
import { sampleOutbox } from './sample-outbox.ts';
import { sampleSafety } from './sample-safety.ts';
import { sampleSpots } from './sample-spots.ts';
import { sampleVoices } from './sample-voices.ts';

const { me, kinue, seto, ogasawara, noda, niwa, nishizawa, okamoto, kawashima, horiuchi, tokuda } = people;

/** What the page of Miyata Yuka shows at `nowMs`, in the middle of the day of an earthquake. */
export function sampleState(nowMs: number) {
  const { ago, delivery, status } = createParts(nowMs);
  return {
    phase: 'ready',
    nowMs,
    me: {
      ...me,
      deviceId: '5fd0c2a79be14410',
      hasRecoveryWords: false,
      status: status('safe', 'shelter', 122, {
        validUntilMs: nowMs + 6 * hour,
        beside: ['絹絵（祖母）', '犬のハナ'],
        place: '町野小学校',
        delivery: delivery(['here', 122], ['server', 121], ['theirs', 98, { reached: { count: 14, of: 25 } }]),
      }),
      about: [status('injured', 'notSaid', 40, { rung: 'acquaintance', saidBy: '瀬戸 洋介' })],
      named: [{ name: '西沢 祥吾', atMs: ago(92) }],
      audience: { who: 'list', persons: ['p1', 'p2', 'p9'] },
    },
    syncLine: {
      reach: 'noSignal',
      upToMs: ago(10),
      unsent: 6,
      lifeOnly: false,
      nextTryAtMs: nowMs + minute,
      clockOffMs: 2000,
    },
    voices: sampleVoices(nowMs),
    hasOlderVoices: true,
    safety: sampleSafety(nowMs),
    friends: [kinue, seto, ogasawara, noda, niwa, nishizawa, okamoto, kawashima, horiuchi],
    spots: sampleSpots(nowMs),
    requests: [
      {
        person: person('pb', 'Nguyễn Thị Hương', 'ぐえん てぃ ふおん'),
        atMs: ago(200),
        greeting: '日本語教室の フオンです',
      },
    ],
    blocked: [person('pb', '倉田 誠', 'くらた まこと')],
    sentRequests: [{ person: tokuda, atMs: ago(30), delivery: delivery(['here', 30]) }],
    invite: { link: 'https://tayori.example/i/AbCdEf0123456789AbCdEf0123456789AbCdEf0123456789AbCdEf0123456789' },
    received: undefined,
    handle: {},
    found: { handle: 'niwa_sae', person: person('pc', '丹羽 早英', 'にわ さえ'), state: 'ready' },
    pictures: {},
    picturesLeftOut: 0,
    safetyFilter: { only: 'all', search: '' },
    outbox: sampleOutbox(nowMs),
    landed: [
      {
        id: 'l1',
        kind: 'voice',
        title: '祖母は足首を…',
        atMs: ago(48),
        sizeBytes: 320,
        delivery: delivery(['here', 48], ['server', 31], ['theirs', 20, { reached: { count: 14, of: 25 } }]),
      },
    ],
    storage: { usedBytes: 3_400_000, freeBytes: 1_900_000_000, isPersistent: false },
    entries: 1832,
    notices: [] as string[],
    canInstall: true,
    drafts: {} as Record<string, string>,
  };
}
