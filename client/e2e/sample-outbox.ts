import { createParts, people } from './sample-parts.ts';

const {} = people;

/** What waits to be sent. */
export function sampleOutbox(nowMs: number) {
  const { ago, delivery } = createParts(nowMs);
  return [
    {
      id: 'o1',
      kind: 'status',
      title: '',
      condition: 'safe',
      atMs: ago(2),
      sizeBytes: 210,
      reason: 'offline',
      delivery: delivery(['here', 2]),
    },
    {
      id: 'o2',
      kind: 'ask',
      title: '小笠原 勉',
      atMs: ago(12),
      sizeBytes: 180,
      reason: 'behind',
      delivery: delivery(['here', 12]),
    },
    {
      id: 'o3',
      kind: 'friend',
      title: '徳田 伸二',
      atMs: ago(30),
      sizeBytes: 190,
      reason: 'behind',
      delivery: delivery(['here', 30]),
    },
    {
      id: 'o5',
      kind: 'about',
      title: '堀内 美知香',
      condition: 'needsHelp',
      atMs: ago(29),
      sizeBytes: 240,
      reason: 'behind',
      delivery: delivery(['here', 29]),
    },
    {
      id: 'o6',
      kind: 'audience',
      title: '',
      atMs: ago(28),
      sizeBytes: 190,
      reason: 'behind',
      delivery: delivery(['here', 28]),
    },
    {
      id: 'o4',
      kind: 'voice',
      title: '体育館の毛布が足りま…',
      atMs: ago(4),
      sizeBytes: 330,
      reason: 'hub',
      delivery: delivery(['here', 4], ['hub', 3, { place: '町野小' }]),
    },
  ];
}
