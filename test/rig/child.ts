import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Hello, Order } from './wire.ts';

/** A driven child process, as the test sees it: it does nothing until it is told to. */
export class Child {
  /** Settles when the process is gone, or has closed its end. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #orders = 0;

  constructor(socket: Socket, onHello: (hello: Hello) => void) {
    this.#socket = socket;
    // A child that is killed resets its connection; `closed` tells.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => this.#fail());
    let isFirst = true;
    const lines = createInterface({ input: socket });
    // It passes on the errors of what it reads.
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const message = JSON.parse(line) as Hello | { id: number; value: unknown };
      if (isFirst) onHello(message as Hello);
      else if ('id' in message) this.#settle(message);
      isFirst = false;
    });
  }

  /** Tells the child to do something and waits until it is done. */
  async tell(order: Exclude<Order, { do: 'exit' }>): Promise<unknown> {
    this.#orders += 1;
    const id = this.#orders;
    return await new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new ChildGone());
      this.#open.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, ...order })}\n`);
    });
  }

  /** Lets the child end with this exit code; what it printed before arrives whole. */
  async exit(code: number): Promise<void> {
    this.#socket.write(`${JSON.stringify({ id: 0, do: 'exit', code })}\n`);
    await this.closed;
  }

  /** Lets go of the child, whatever it is doing. */
  release(): void {
    this.#socket.destroy();
  }

  #settle(reply: { id: number; value: unknown }): void {
    this.#open.get(reply.id)?.resolve(reply.value);
    this.#open.delete(reply.id);
  }

  #fail(): void {
    for (const waiting of this.#open.values()) waiting.reject(new ChildGone());
    this.#open.clear();
  }
}

/** The child ended before it did what it was told: it was killed, or stopped with its run. */
export class ChildGone extends Error {
  override readonly name = 'ChildGone';

  constructor() {
    super('the driven child ended before it had done what it was told');
  }
}
