/** One line of the doctor's report. `off` is something optional that is not here. */
export interface Check {
  readonly state: 'ok' | 'off' | 'missing';
  readonly subject: string;
  readonly finding: string;
  /** What to do about it, when there is something to do. */
  readonly remedy?: string;
}

export function formatCheck({ state, subject, finding, remedy }: Check): string {
  const line = `${state.padEnd(8)}${subject.padEnd(20)}${finding}`;
  return remedy ? `${line}\n${' '.repeat(28)}${remedy}` : line;
}
