import { createParts, people, person } from './sample-parts.ts';

const { me, kinue, seto, ogasawara, noda, niwa, nishizawa, okamoto, kawashima, horiuchi, tokuda } = people;

/** The rows of the safety list, unsorted. */
export function sampleSafety(nowMs: number) {
  const { ago, delivery, status, row, did } = createParts(nowMs);
  return [
    row(kinue, status('injured', 'notSaid', 31, { rung: 'desk', saidBy: '町野小' }), {
      did: did('answered', 240, '輪島市町野町'),
    }),
    row(seto, status('needsHelp', 'home', 187, { needs: ['medicine', 'wheelchair'], text: '父の薬が切れそうです。' }), {
      did: did('wrote', 34, '珠洲市三崎町'),
      worse: status('injured', 'notSaid', 20, { rung: 'acquaintance', saidBy: '堀内 美知香' }),
    }),
    row(person('pr', '中村 陽', 'なかむら よう'), status('needsRescue', 'home', 6, { text: '柱の下にいます' }), {
      did: did('status', 6, '輪島市河井町'),
    }),
    row(ogasawara, undefined, { did: did('opened', 269, '輪島市深見町'), contact: { atMs: ago(70) } }),
    row(noda, status('safe', 'home', 60 * 24 * 9, { validUntilMs: ago(60 * 48) }), {
      did: did('checkedIn', 955, '能登町宇出津'),
      asked: { atMs: ago(62), delivery: delivery(['here', 62], ['server', 61]) },
    }),
    row(niwa, status('safe', 'moving', 14), { did: did('wrote', 14, '穴水町') }),
    row(nishizawa, status('safe', 'shelter', 92, { beside: ['宮田 由佳'], besidePersons: [me] }), {
      did: did('wrote', 85, '輪島市門前町'),
    }),
    row(okamoto, status('safe', 'shelter', 130, { rung: 'household', saidBy: '岡本 和昭' }), {
      did: did('status', 3000),
    }),
    row(kawashima, status('safe', 'elsewhere', 23), { did: did('wrote', 17), isHousehold: true }),
    row(tokuda, undefined, { isClosed: true, did: did('wrote', 400) }),
    row(horiuchi, status('safe', 'home', 163), {
      isHousehold: true,
      namesMeHousehold: true,
      did: did('opened', 60, '金沢市'),
      named: [{ name: '川島 航一', atMs: ago(23) }],
      mine: status('needsHelp', 'home', 200, {
        rung: 'household',
        isMine: true,
        besidePersons: [kawashima],
        beside: ['川島 航一', '犬のハナ'],
        delivery: delivery(['here', 200], ['server', 190]),
      }),
      history: [
        status('safe', 'home', 163),
        status('needsHelp', 'home', 200, { rung: 'household', isMine: true, saidBy: '宮田 由佳' }),
        status('safe', 'shelter', 220, { rung: 'desk', saidBy: '町野小 受付' }),
        status('injured', 'notSaid', 240, { rung: 'acquaintance', saidBy: '' }),
        status('safe', 'notSaid', 260, { rung: 'imported', saidBy: '輪島市の名簿' }),
        status('safe', 'home', 60 * 80, { text: '出張からもどりました' }),
      ],
    }),
  ];
}
