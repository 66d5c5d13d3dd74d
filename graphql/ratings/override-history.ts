/** A line of a document's overrides: a value puts a score in force, null takes the newest one in force back. */
export interface OverrideEntry<Value = number> {
  readonly id: string;
  readonly value: Value | null;
  readonly supersedesId: string | null;
}

export interface OverridesInForce<Value = number> {
  /** The last line written, which the next one supersedes. */
  readonly newest: OverrideEntry<Value> | null;
  /** What is in force, and below it what undoing would bring back. */
  readonly inForce: OverrideEntry<Value> | null;
  readonly below: OverrideEntry<Value> | null;
}

/** Replays the lines in the order in which they supersede each other, whatever order they are given in. */
export function overridesInForce<Value>(entries: readonly OverrideEntry<Value>[]): OverridesInForce<Value> {
  const standing: OverrideEntry<Value>[] = [];
  const chain = inOrder(entries);
  for (const entry of chain) {
    if (entry.value === null) standing.pop();
    else standing.push(entry);
  }
  return { newest: chain.at(-1) ?? null, inForce: standing.at(-1) ?? null, below: standing.at(-2) ?? null };
}

function inOrder<Value>(entries: readonly OverrideEntry<Value>[]): OverrideEntry<Value>[] {
  const after = new Map(entries.map((entry) => [entry.supersedesId, entry]));
  const chain: OverrideEntry<Value>[] = [];
  for (let entry = after.get(null); entry; entry = after.get(entry.id)) chain.push(entry);
  return chain;
}
