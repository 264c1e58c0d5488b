/** The last bytes of a stream, up to a number of them; what is put in costs the same however much there was before. */
export class Tail {
  readonly #most: number;
  #chunks: Buffer[] = [];
  #first = 0;
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return Math.min(this.#size, this.#most);
  }

  add(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      const length = this.#chunks[this.#first]?.length ?? 0;
      if (length === 0 || this.#size - length < this.#most) break;
      this.#size -= length;
      this.#first += 1;
    }
    // Those that were let go are cleared away once they are the larger part, so each is moved once at most on average.
    if (this.#first > this.#chunks.length / 2) {
      this.#chunks = this.#chunks.slice(this.#first);
      this.#first = 0;
    }
  }

  bytes(): Buffer {
    const all = Buffer.concat(this.#chunks.slice(this.#first));
    return all.subarray(Math.max(0, all.length - this.#most));
  }
}
