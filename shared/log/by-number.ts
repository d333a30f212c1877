/** Something for each number of a log; see `createByNumber`. */
export type ByNumber<T> = {
  get(number: number): T | undefined;
  set(number: number, value: T): void;
  /** How many numbers have something. */
  size(): number;
  /** In ascending order of numbers. */
  entries(): (readonly [number: number, value: T])[];
};

/** How far from what stands together a number may be to stand with it. */
const maxGap = 32;

/**
 * What a log holds by number. Logs are held in stretches, and mostly in one, so the first stretch is an array that grows at both ends; a number far from it
 * stands in a map until the stretch reaches it. A map of everything takes five times the room.
 */
export function createByNumber<T>(): ByNumber<T> {
  return new Stretch<T>();
}

// A class, because there are thousands: a closure for each of its ways would take more than what most logs hold.
class Stretch<T> implements ByNumber<T> {
  #first = 0;
  #near: (T | undefined)[] = [];
  #nearSize = 0;
  #far: Map<number, T> | null = null;

  get(number: number): T | undefined {
    return this.#near[number - this.#first] ?? this.#far?.get(number);
  }

  set(number: number, value: T): void {
    if (this.#far?.has(number) || !this.#reach(number)) {
      this.#far ??= new Map();
      this.#far.set(number, value);
      return;
    }
    const at = number - this.#first;
    if (this.#near[at] === undefined) this.#nearSize++;
    this.#near[at] = value;
    if (this.#far) this.#absorb(this.#far);
  }

  size(): number {
    return this.#nearSize + (this.#far?.size ?? 0);
  }

  entries(): (readonly [number: number, value: T])[] {
    const all: (readonly [number, T])[] = [...(this.#far ?? [])];
    this.#near.forEach((value, at) => value !== undefined && all.push([this.#first + at, value]));
    return this.#far ? all.sort(([a], [b]) => a - b) : all;
  }

  /** Whether the number stands in the stretch, once that has grown to where it stands. */
  #reach(number: number): boolean {
    const near = this.#near;
    if (near.length === 0) this.#first = number;
    if (number > this.#first + near.length + maxGap || number < this.#first - maxGap) return false;
    while (number >= this.#first + near.length) near.push(undefined);
    if (number < this.#first) {
      near.unshift(...Array.from({ length: this.#first - number }, () => undefined));
      this.#first = number;
    }
    return true;
  }

  /** Takes in what now stands next to the stretch. */
  #absorb(far: Map<number, T>): void {
    let from = this.#first;
    while (far.has(from - 1)) from--;
    const below = take(far, from, this.#first);
    if (below.length > 0) this.#near = below.concat(this.#near);
    this.#first = from;
    const next = from + this.#near.length;
    let end = next;
    while (far.has(end)) end++;
    const above = take(far, next, end);
    for (const value of above) this.#near.push(value);
    this.#nearSize += below.length + above.length;
    if (far.size === 0) this.#far = null;
  }
}

/** What a map has from one number up to another; it has it no more. */
function take<T>(map: Map<number, T>, from: number, to: number): (T | undefined)[] {
  const values = Array.from({ length: to - from }, (_, at) => map.get(from + at));
  for (let number = from; number < to; number++) map.delete(number);
  return values;
}
