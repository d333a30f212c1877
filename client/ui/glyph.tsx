export type GlyphName = 'rescue' | 'hurt' | 'help' | 'none' | 'move' | 'shelter' | 'ok';

interface Drawing {
  /** Filled with the colour of the status where somebody must act. */
  readonly field: string;
  readonly mark: string;
  readonly markClass?: string;
  readonly fieldClass?: string;
}

const circle = 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18';
const drawings: Readonly<Record<GlyphName, Drawing>> = {
  rescue: { field: 'M1 1h22v22H1z', mark: 'M12 5.2v.1M5 5l5 6v9M19 5l-5 6v9M10 14h4', markClass: 'gs b3' },
  hurt: {
    field: 'M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2',
    mark: 'M12 7v10M7 12h10',
    markClass: 'gs b3',
  },
  help: {
    field: circle,
    mark: 'M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M5.6 5.6l3.9 3.9M14.5 14.5l3.9 3.9M18.4 5.6l-3.9 3.9M9.5 14.5l-3.9 3.9',
  },
  none: {
    field: circle,
    fieldClass: 'dash',
    mark: 'M9.5 10a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2.9-1.2 1.8M12 16v1.2',
    markClass: '',
  },
  move: { field: 'M3 9h9V4l9 8-9 8v-5H3z', fieldClass: '', mark: '' },
  shelter: { field: 'M3 11l9-8 9 8v10H3z', fieldClass: '', mark: 'M9.5 21v-7h5v7', markClass: '' },
  ok: { field: circle, fieldClass: '', mark: 'M7.5 12.5l3 3 6-7', markClass: '' },
};

/** The class that carries a status's colours. */
export const toneByGlyph: Readonly<Record<GlyphName, string>> = {
  rescue: 'hurt',
  hurt: 'hurt',
  help: 'help',
  none: 'none',
  move: 'move',
  shelter: 'home',
  ok: 'ok',
};

/** A silhouette: filled = somebody must act, dashed = not known, outlined = calm. Always beside its word. */
export function Glyph({ name, large = false }: { name: GlyphName; large?: boolean }) {
  const { field, mark, markClass = 'gs', fieldClass = 'gf' } = drawings[name];
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" class={large ? `gl ${toneByGlyph[name]}` : ''}>
      <path class={fieldClass} d={field} />
      <path class={markClass} d={mark} />
    </svg>
  );
}
