import os from 'node:os';
import { type DocumentNode, execute } from 'graphql';
import { createContext } from '@/graphql/context';
import { schema } from '@/graphql/schema';

/** Fastest and median of some rounds after one that warms up, printed as a line with the load at its end. */
export async function measure(name: string, rounds: number, work: () => Promise<unknown>): Promise<void> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (place: number) => (times[place] ?? Number.NaN).toFixed(0).padStart(6);
  const load = os.loadavg()[0]?.toFixed(1);
  console.log(`${name.padEnd(48)} fastest ${at(0)} ms   median ${at(Math.floor(times.length / 2))} ms   load ${load}`);
}

/** One operation as a page of this person sends it. */
export async function askAs(
  person: Readonly<{ id: string; name: string; email: string }>,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<void> {
  const contextValue = createContext({ ...person, tokenId: null, scopes: new Set(['READ']) }, 'bench');
  const { errors } = await execute({ schema, document, contextValue, variableValues });
  if (errors) throw errors[0];
}
