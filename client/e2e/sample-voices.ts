import { createParts, people } from './sample-parts.ts';

const { me, noda, niwa, nishizawa, horiuchi } = people;

/** What the friends wrote, the newest first. */
export function sampleVoices(nowMs: number) {
  const { ago, delivery, voice } = createParts(nowMs);
  return [
    voice('v1', me, 4, '体育館の毛布が足りません。二階の理科室は空いていて、ストーブもあります。', {
      place: '町野町',
      mood: 'worried',
      delivery: delivery(['here', 4]),
    }),
    voice('v6', nishizawa, 9, '水をもらう列にいます。', {
      checkIn: { level: 'coarse', municipality: 17_204, latE5: 3_729_000, lonE5: 13_677_000, name: '輪島市' },
    }),
    voice('v2', niwa, 14, '県道は穴水までゆっくり通れます。能登空港の手前で片側通行、30分ほど待ちました。', {
      receivedMs: ago(3),
      place: '珠洲道路',
      likes: 6,
      iLike: true,
      comments: [
        { id: 'c1', author: horiuchi, isMine: false, atMs: ago(11), text: '気をつけて。', corrections: [] },
        {
          id: 'c2',
          author: me,
          isMine: true,
          atMs: ago(9),
          text: '理科室で待っています。\nあわてずに。',
          corrections: [],
          delivery: delivery(['here', 9]),
        },
      ],
    }),
    voice('v3', me, 48, '祖母は足首をひねりましたが、元気です。いま保健師さんに診てもらっています。', {
      place: '町野町',
      likes: 9,
      corrections: [{ id: 'k1', atMs: ago(40), text: 'ひねったのは手首でした。' }],
      comments: [{ id: 'c3', author: noda, isMine: false, atMs: ago(30), text: '', isAbsent: true, corrections: [] }],
      delivery: delivery(
        ['here', 48],
        ['hub', 44, { place: '町野小' }],
        ['server', 31],
        ['theirs', 20, { reached: { count: 14, of: 25 } }],
      ),
    }),
    voice('v4', nishizawa, 85, '門前総合支所に 60人ほど。電気はまだ、井戸水は使えます。', {
      place: '門前町',
      clamped: true,
    }),
    voice(
      'v5',
      horiuchi,
      162,
      'こちらは揺れただけで無事です。子どもと家にいます。必要な物を書いてください、夕方の便に乗せます。',
      {
        place: '金沢市',
      },
    ),
  ];
}
