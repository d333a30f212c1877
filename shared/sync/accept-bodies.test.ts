import { expect, it } from 'vitest';
import { encodeBatch } from '../protocol/encode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';
import { packRun } from '../protocol/pack-run.ts';
import { batchOf } from '../simulate/author.ts';
import { createNeighbours } from '../simulate/intake.ts';

/** `run` with its bodies left out, as a careless or hostile carrier could bring it: every hash and signature stays right. */
function stripped(run: Run, absence: 'withheld' | 'erased'): Run {
  return { ...run, entries: run.entries.map((entry): Entry => ({ ...entry, body: null, absence })) };
}

it.each(['withheld', 'erased'] as const)(
  'a body said to be %s by a carrier is not stored so, and its author’s text arrives',
  async (absence) => {
    const { intake, yuka } = await createNeighbours();
    const voice = yuka.write(toChannelId('feed', yuka.person), 'voice', { text: '町野は雨です。' });
    const run = await yuka.run([voice]);
    const carried = await intake.accept(encodeBatch([packRun(stripped(run, absence), true)]));
    expect(carried.refused).toEqual([{ run: 0, storedTo: 0, code: 'no-body' }]);
    expect(intake.stored().has(voice.id)).toBe(false);
    expect((await intake.accept(batchOf([run]))).refused).toEqual([]);
    expect(intake.stored().get(voice.id)?.body).toEqual(voice.body);
  },
);
