// A seeded generator (xoshiro128**, Blackman and Vigna 2018) with the draws a simulated market needs. The same seed and
// stream name give the same numbers on every machine; two streams of one seed do not disturb each other.

const SCALE = 2 ** -32;

/** 32-bit mixing of a state that steps by the golden ratio (splitmix32), to spread a small seed over the whole state. */
function splitmix(state: number): () => number {
  let s = state >>> 0;
  return () => {
    s = (s + 0x9e3779b9) >>> 0;
    let z = s;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, stream: string) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, not ${seed}`);
    const next = splitmix(splitmix(seed)() ^ splitmix(Math.floor(seed / 2 ** 32))() ^ hash(stream));
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1;
  }

  /** In [0, 1). */
  uniform(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result * SCALE;
  }

  chance(probability: number): boolean { return this.uniform() < probability; }

  /** A whole number, both ends included. */
  between(low: number, high: number): number { return low + Math.floor(this.uniform() * (high - low + 1)); }

  exponential(mean: number): number { return -Math.log(1 - this.uniform()) * mean; }

  /** Standard normal (Box–Muller, one of the pair, so that the state is the generator alone). */
  normal(): number { return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform()); }
}
