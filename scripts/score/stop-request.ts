const EXIT_INTERRUPTED = 130;

/**
 * Ctrl-C and SIGTERM while a command runs: the first asks it to stop when it has finished what it is at, the second
 * ends the process at once.
 */
export class StopRequest {
  private readonly asked = new AbortController();
  private readonly ask = () => {
    if (this.asked.signal.aborted) process.exit(EXIT_INTERRUPTED);
    console.error(`\n${this.notice}`);
    this.asked.abort();
  };

  constructor(private readonly notice = 'Finishing what is being computed; once more to stop at once.') {
    process.on('SIGINT', this.ask);
    process.on('SIGTERM', this.ask);
  }

  get signal(): AbortSignal {
    return this.asked.signal;
  }

  end(): void {
    process.removeListener('SIGINT', this.ask);
    process.removeListener('SIGTERM', this.ask);
  }
}
