// Drawn on a grid of 24 with a line of 2, in the colour of the text around.
const lines = {
  on: 'M4 20v-3M9 20v-7M14 20V9M19 20V5',
  off: 'M4 20v-3M9 20v-7M14 20V9M19 20V5M3 3l18 18',
  sync: 'M4 11a8 8 0 0 1 14-4l2 2M20 4v5h-5M20 13a8 8 0 0 1-14 4l-2-2M4 20v-5h5',
  hub: 'M5 13h14v8H5zM12 13V9M9 17h6M8.5 7.5a4.5 4.5 0 0 1 7 0M5.5 5a8.5 8.5 0 0 1 13 0',
  warn: 'M12 3l10 18H2zM12 10v5M12 17v1.5',
  go: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  close: 'M5 5l14 14M19 5L5 19',
  home: 'M4 4h16v12H11l-5 4v-4H4zM8 8h8M8 12h5',
  safety: 'M5 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M2 20c0-4 3-6 7-6M13 17l3 3 6-6',
  messages: 'M3 5h18v14H3zM3 6l9 7l9-7',
  friends: 'M5 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M2 20c0-4 3-6 7-6s7 2 7 6M16 4.5a4 4 0 0 1 0 7M18 14.5c2.5.8 4 2.7 4 5.5',
  pin: 'M12 22c-5-6-7-9-7-12a7 7 0 0 1 14 0c0 3-2 6-7 12zM9.5 10a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM13 7l4 4',
  qr: 'M3 3h7v7H3zM14 3h7v7h-7zM3 14h7v7H3zM14 14h3v3h-3zM18 18h3v3h-3z',
  done: 'M4 13l5 5L20 6',
  wait: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5l3 2',
  heart: 'M12 20C5 15 3 12 3 8.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.5C21 12 19 15 12 20z',
  talk: 'M4 4h16v12H11l-5 4v-4H4z',
  phone: 'M6 2h12v20H6zM11 18.5h2',
  call: 'M5 3h4l2 5-3 2c1 3 3 5 6 6l2-3 5 2v4c0 1-1 2-2 2C10 21 3 14 3 5c0-1 1-2 2-2z',
} as const;

export type IconName = keyof typeof lines;

/** A drawing beside words; it says nothing by itself. */
export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24">
      <path d={lines[name]} fill={filled ? 'currentColor' : 'none'} />
    </svg>
  );
}
