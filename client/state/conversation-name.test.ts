import { expect, test } from 'vitest';
import { nameOf } from './conversation-name.ts';

const persons = ['瀬戸 洋介', '畠山 絹絵', '野田 真治', '丹羽 早英'].map((name, i) => ({
  id: `p${i}`,
  name,
  kana: '',
}));

test('a conversation goes by its name, else by the first of who is in it', () => {
  expect(nameOf({ title: '町内会', others: persons })).toBe('町内会');
  expect(nameOf({ title: '', others: persons.slice(0, 1) })).toBe('瀬戸 洋介');
  expect(nameOf({ title: '', others: persons.slice(0, 3) })).toBe('瀬戸 洋介、畠山 絹絵、野田 真治');
  expect(nameOf({ title: '', others: persons })).toBe('瀬戸 洋介、畠山 絹絵、野田 真治…');
  expect(nameOf({ title: '', others: [] })).toBe('');
});
