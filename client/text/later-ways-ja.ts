/** What the first screen says to who is not new; it comes with views/later-ways.tsx. */
export const waysJa = {
  'join.way': '使っている端末があり、ここでも使う',
} as const;
