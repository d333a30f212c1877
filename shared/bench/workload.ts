import { readFileSync } from 'node:fs';
import { createSeeded, type Seeded } from '../protocol/seeded.ts';

/** One post of the workload that all figures are measured on. */
export type Post = {
  /** 0 to 199. */
  readonly author: number;
  readonly atMs: number;
  readonly text: string;
  /** Code of a municipality, of a fifth of the posts. */
  readonly place: number | null;
  /** The post that it answers, one of the 300 before it, of a tenth of the posts. */
  readonly answers: number | null;
};

/** How many authors write. */
export const authorCount = 200;

// Emitted code runs from dist/node/shared/bench; fixtures stay where they are committed.
const fixtures = new URL('../../../../shared/fixtures/', import.meta.url);

/**
 * `count` posts in order of time: texts of one to four sentences, all different; authors as unequal as people are (by Zipf's law: the
 * second writes half as much as the first); a month for ten thousand. The same for the same seed.
 */
export function makePosts(count: number, seed = 7): readonly Post[] {
  const seeded = createSeeded(seed);
  const sentences = readLines('text/ita.txt').concat(readLines('text/rohan.txt'));
  const codes = readLines('places/municipalities.csv')
    .slice(1)
    .map((line) => Number(line.split(',')[0]));
  const pickAuthor = createAuthors(seeded);
  const texts = new Set<string>();
  const posts: Post[] = [];
  let atMs = 1_700_000_000_000;
  for (let i = 0; i < count; i++) {
    atMs += 1 + seeded.int(518_400);
    posts.push({
      author: pickAuthor(),
      atMs,
      text: makeText(seeded, sentences, texts),
      place: seeded.chance(0.2) ? seeded.pick(codes) : null,
      answers: i > 0 && seeded.chance(0.1) ? i - 1 - seeded.int(Math.min(i, 300)) : null,
    });
  }
  return posts;
}

function makeText(seeded: Seeded, sentences: readonly string[], taken: Set<string>): string {
  for (;;) {
    let text = '';
    for (let left = 1 + seeded.int(4); left > 0; left--) text += seeded.pick(sentences);
    if (taken.has(text)) continue;
    taken.add(text);
    return text;
  }
}

function createAuthors(seeded: Seeded): () => number {
  const weights = Array.from({ length: authorCount }, (_, rank) => 1 / (rank + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return () => {
    let left = (seeded.next() / 2 ** 32) * sum;
    for (const [author, weight] of weights.entries()) {
      if (left < weight) return author;
      left -= weight;
    }
    return authorCount - 1;
  };
}

function readLines(path: string): string[] {
  return readFileSync(new URL(path, fixtures), 'utf8').trimEnd().split('\n');
}
