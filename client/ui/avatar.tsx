import { firstGrapheme } from '../text/graphemes.ts';

/** The first character of the given name where a space parts it from the family name, or their picture; never the only sign of who. */
export function Avatar({ name, picture }: { name: string; picture?: string | undefined }) {
  const last =
    name
      .trim()
      .split(/[\s　]+/)
      .at(-1) ?? '';
  return (
    <span class="av" aria-hidden="true">
      {picture ? <img src={picture} alt="" /> : firstGrapheme(last)}
    </span>
  );
}
