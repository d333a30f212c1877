import { expect, it } from 'vitest';
import { isHeard, isQuiet, readSoundChoice, silence, writeSoundChoice, type SoundChoice } from './sound-choice.ts';

const life: SoundChoice = { ...silence, sounds: 'life' };
const hoursOf = (choice: SoundChoice) =>
  Array.from({ length: 24 }, (_, hour) => hour).filter((h) => isQuiet(h, choice));

it('quiet hours go past midnight, begin with the first hour and end before the second', () => {
  expect(hoursOf(life)).toEqual([0, 1, 2, 3, 4, 5, 6, 22, 23]);
  expect(hoursOf({ ...life, quietFrom: 9, quietTo: 12 })).toEqual([9, 10, 11]);
  expect(hoursOf({ ...life, quietFrom: 8, quietTo: 8 })).toEqual([]);
});

it('nothing is heard until somebody asks for it, and messages and voices only where everything is', () => {
  for (const arrival of ['rescue', 'life', 'message', 'voice'] as const)
    expect(isHeard(arrival, silence, 12)).toBe(false);
  expect(isHeard('life', life, 12)).toBe(true);
  expect(isHeard('rescue', life, 12)).toBe(true);
  expect(isHeard('voice', life, 12)).toBe(false);
  expect(isHeard('voice', { ...life, sounds: 'all' }, 12)).toBe(true);
  expect(isHeard('message', life, 12)).toBe(false);
  expect(isHeard('message', { ...life, sounds: 'all' }, 12)).toBe(true);
});

it('in the quiet hours only a call for rescue is heard, and only by choice', () => {
  expect(isHeard('rescue', life, 3)).toBe(false);
  const woken = { ...life, sounds: 'all', rescueAlways: true } as const;
  expect(isHeard('rescue', woken, 3)).toBe(true);
  expect(isHeard('life', woken, 3)).toBe(false);
  expect(isHeard('voice', woken, 23)).toBe(false);
});

it('a choice is read as it was written, and anything else as none', () => {
  const choice = { sounds: 'all', quietFrom: 21, quietTo: 5, rescueAlways: true } as const;
  expect(readSoundChoice(writeSoundChoice(choice))).toEqual(choice);
  for (const kept of [null, '', 'loud 1 2 x', '{}']) expect(readSoundChoice(kept)).toEqual(silence);
  expect(readSoundChoice('life 99 x rescue')).toEqual({ ...life, rescueAlways: true });
});
