import type { Seeded } from '../protocol/seeded.ts';

/** Named people of every simulated town. */
export const names = ['由佳', '絹江', '洋介', '勉', '千夏'] as const;

/** What can happen. Numbers are drawn in advance and mean what the world makes of them, so a schedule can be shortened and still be played. */
export const stepKinds = [
  'voice',
  'voice',
  'comment',
  'like',
  'status',
  'sign',
  'ask',
  'invite',
  'befriend',
  'befriend',
  'unfriend',
  'erase',
  'sync',
  'sync',
  'sync',
  'sync',
  'sync',
  'carry',
  'clock',
  'crash',
  'dieInCommit',
  'copyDevice',
  'restoreDevice',
  'fork',
  'addDevice',
  'revokeDevice',
  'lose',
  'restartServer',
  'backupServer',
  'restoreServer',
  'eraseThenOffer',
  'outage',
  'fullDevice',
  'fullServer',
  'group',
  'group',
  'talk',
  'talk',
  'talk',
  'acknowledge',
  'takeIn',
  'takeIn',
  'takeOut',
  'takeOut',
  'quarrel',
  'quarrel',
  'quarrel',
] as const;

/** Name of a kind of step. Moving on with recovery words is drawn apart, see `withMoves`. */
export type StepKind = (typeof stepKinds)[number] | 'moveOn';

/** One thing that happens to one device. */
export type Step = {
  readonly kind: StepKind;
  readonly actor: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
};

/** `count` steps. */
export function drawSteps(seeded: Seeded, count: number): readonly Step[] {
  return Array.from({ length: count }, () => ({
    kind: seeded.pick(stepKinds),
    actor: seeded.int(1000),
    a: seeded.int(1 << 30),
    b: seeded.int(1 << 30),
    c: seeded.int(1 << 30),
  }));
}

/** The same schedule with `count` steps in between at which somebody moves on to a new phone. */
export function withMoves(steps: readonly Step[], seeded: Seeded, count: number): readonly Step[] {
  const moved = [...steps];
  for (let i = 0; i < count; i++) {
    const numbers = { a: seeded.int(1 << 30), b: seeded.int(1 << 30), c: seeded.int(1 << 30) };
    moved.splice(seeded.int(moved.length + 1), 0, { kind: 'moveOn', actor: seeded.int(1000), ...numbers });
  }
  return moved;
}

/** A step as one line of a report. */
export function describeStep(step: Step): string {
  return `${step.kind}(${step.actor},${step.a},${step.b},${step.c})`;
}
