import { kindNumber, type KindName } from './kinds.ts';

/** Kinds whose bodies stay when their author ends (`person.end`): what others need to judge what is left. */
const kindsThatOutlastThePerson: readonly KindName[] = [
  'person.rotate',
  'device.cert',
  'device.revoke',
  'session.end',
  'clock',
  'person.end',
  'erase',
  'conv.create',
  'conv.member',
  'conv.key',
];

const outlasting: ReadonlySet<number> = new Set(kindsThatOutlastThePerson.map(kindNumber));

/** Whether bodies of the kind with that number stay when their author ends. A kind that this version does not know does not. */
export function outlastsPerson(kind: number): boolean {
  return outlasting.has(kind);
}
