import { firstGrapheme } from '../text/graphemes.ts';

/** The first character of the given name where a space parts it from the family name; never the only sign of who. */
export function Avatar({ name }: { name: string }) {
  const last =
    name
      .trim()
      .split(/[\s　]+/)
      .at(-1) ?? '';
  return (
    <span class="av" aria-hidden="true">
      {firstGrapheme(last)}
    </span>
  );
}
