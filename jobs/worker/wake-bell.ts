/** Lets idle lanes of a queue sleep until a job comes or a while has passed, whichever is first. */
export class WakeBell {
  private readonly sleepers = new Map<string, Set<() => void>>();

  sleep(queue: string, atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const sleepers = this.sleepers.get(queue) ?? new Set();
      this.sleepers.set(queue, sleepers);
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, atMostMs);
      sleepers.add(wake);
    });
  }

  ring(queue: string): void {
    for (const wake of [...(this.sleepers.get(queue) ?? [])]) wake();
  }

  ringAll(): void {
    for (const queue of this.sleepers.keys()) this.ring(queue);
  }
}
