import type { Replica } from '../../shared/fold/replica.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import type { AppState, PictureView } from '../state/model.ts';

type Pictures = AppState['pictures'];

/** Pictures for the page, made once each: whoever is shown often has their bytes handed over once. */
export function createPictureViews() {
  const viewById = new Map<string, PictureView>();
  let last: { readonly key: string; readonly pictures: Pictures } = { key: '', pictures: {} };
  return {
    /** The same object as before while nothing changed. */
    view(replica: Replica, persons: readonly PersonId[]): Pictures {
      const shown: [PersonId, PictureView][] = [];
      for (const person of persons) {
        const picture = replica.pictures.pictureOf(person);
        if (!picture) continue;
        const { entry: id, data, type } = picture;
        const made = viewById.get(id) ?? { id, blob: new Blob([data.slice()], { type: `image/${type}` }) };
        viewById.set(id, made);
        shown.push([person, made]);
      }
      const key = shown.map(([person, { id }]) => person + id).join();
      if (key !== last.key) last = { key, pictures: Object.fromEntries(shown) };
      return last.pictures;
    },
    /** How many of these persons have a picture of which this device had no room for the bytes. */
    leftOut(replica: Replica, persons: readonly PersonId[]): number {
      return persons.filter((person) => replica.pictures.isLeftOut(person)).length;
    },
  };
}
