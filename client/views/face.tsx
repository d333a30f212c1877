import { useApp } from '../state/app.ts';
import type { PersonView } from '../state/model.ts';
import { Avatar } from '../ui/avatar.tsx';

const addressById = new Map<string, string>();

/** A person by picture where this device has one. An address is made once a picture and holds as long as the page. */
export function Face({ person: { id, name } }: { person: PersonView }) {
  const picture = useApp((state) => state.pictures[id]);
  if (picture && !addressById.has(picture.id)) addressById.set(picture.id, URL.createObjectURL(picture.blob));
  return <Avatar name={name} picture={picture && addressById.get(picture.id)} />;
}
