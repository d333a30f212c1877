import type { mood } from '../../shared/kinds/kinds.ts';

const eyes = 'M9 10v.1M15 10v.1';
const faces: Readonly<Record<keyof typeof mood, string>> = {
  calm: `${eyes}M9 15h6`,
  glad: `${eyes}M8 14q4 4 8 0`,
  thankful: 'M8 10q1-1.5 2 0M14 10q1-1.5 2 0M8 14q4 4 8 0',
  tired: 'M8 10h2M14 10h2M10.5 15.5h3',
  worried: `${eyes}M8 15.5q2-2 4 0t4 0`,
  sad: `${eyes}M8 16q4-4 8 0`,
  angry: 'M8 8.5l2.5 1.5M16 8.5l-2.5 1.5M9 15.5h6',
};

/** A face beside the word for a mood; it says nothing by itself. */
export function MoodFace({ name }: { name: keyof typeof faces }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24">
      <path d={`M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18${faces[name]}`} fill="none" />
    </svg>
  );
}
