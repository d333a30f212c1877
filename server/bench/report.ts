/** One figure, judged against a yardstick of the same run where the machine's speed matters. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bound: 'max' | 'min';
  readonly limit: number;
  /** What it was measured against, in words, or null for figures that no machine changes. */
  readonly yardstick: string | null;
};

/** Takes figures as they come. */
export type Report = (figure: Figure) => void;

/** Whether a figure keeps its bound. */
export function isWithin({ value, bound, limit }: Figure): boolean {
  return bound === 'max' ? value <= limit : value >= limit;
}

/** A figure as a line of the table. */
export function toRow(figure: Figure): string {
  const { name, value, unit, bound, limit, yardstick } = figure;
  const mark = isWithin(figure) ? 'ok  ' : 'MISS';
  const against = yardstick === null ? '' : `   (${yardstick})`;
  return `${mark}  ${name.padEnd(58)} ${show(value).padStart(10)} ${bound === 'max' ? '≤' : '≥'} ${show(limit)} ${unit}${against}`;
}

/** A figure as one object a line. */
export function toJson(figure: Figure): string {
  return JSON.stringify({ ...figure, ok: isWithin(figure) });
}

function show(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}
