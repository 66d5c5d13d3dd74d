/** A line of a document's overrides: a value puts a score in force, null takes the newest one in force back. */
export interface OverrideEntry {
  readonly id: string;
  readonly value: number | null;
  readonly supersedesId: string | null;
}

export interface OverridesInForce {
  /** The last line written, which the next one supersedes. */
  readonly newest: OverrideEntry | null;
  /** What is in force, and below it what undoing would bring back. */
  readonly inForce: OverrideEntry | null;
  readonly below: OverrideEntry | null;
}

/** Replays the lines in the order in which they supersede each other, whatever order they are given in. */
export function overridesInForce(entries: readonly OverrideEntry[]): OverridesInForce {
  const standing: OverrideEntry[] = [];
  const chain = inOrder(entries);
  for (const entry of chain) {
    if (entry.value === null) standing.pop();
    else standing.push(entry);
  }
  return { newest: chain.at(-1) ?? null, inForce: standing.at(-1) ?? null, below: standing.at(-2) ?? null };
}

function inOrder(entries: readonly OverrideEntry[]): OverrideEntry[] {
  const after = new Map(entries.map((entry) => [entry.supersedesId, entry]));
  const chain: OverrideEntry[] = [];
  for (let entry = after.get(null); entry; entry = after.get(entry.id)) chain.push(entry);
  return chain;
}
