import { expect, it } from 'vitest';
import { errors } from '../errors.ts';
import { finalCodes } from './final-codes.ts';

it('names the codes of which the catalogue says never', () => {
  const never = Object.entries(errors).flatMap(([code, { retry }]) => (retry === 'never' ? code : []));
  expect([...finalCodes].sort()).toEqual(never.sort());
});
