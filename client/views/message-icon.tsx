// Drawn as those of ui/icon.tsx; here, because only messages need them.
const lines = {
  lock: 'M4 10h16v11H4zM8 10V7a4 4 0 0 1 8 0v3M12 14v3',
  more: 'M5 12h.1M12 12h.1M19 12h.1',
  picture: 'M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 6M15.5 9h.1',
  sound: 'M9 5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v4',
  play: 'M7 4l13 8-13 8z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  down: 'M12 4v15M5 12l7 7 7-7',
  search: 'M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5L21 21',
  page: 'M3 4h18v12H3zM8 21h8M12 16v5',
  gear: 'M4 7h9M19 7h1M4 17h1M11 17h9M13 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0M5 17a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
} as const;

/** A drawing beside words, or in a button that has a name; it says nothing by itself. */
export function MessageIcon({ name }: { name: keyof typeof lines }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24">
      <path
        d={lines[name]}
        stroke-width={name === 'more' ? 3 : 2}
        stroke-linecap={name === 'more' ? 'round' : 'butt'}
      />
    </svg>
  );
}
