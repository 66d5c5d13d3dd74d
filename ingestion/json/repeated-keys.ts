import { textEnd } from '@/ingestion/json/scan-tokens';
import type { JsonValue } from '@/ingestion/types';

/** What says where a key stands. */
const PARTS = /["{}[\]]/g;
const COLON = /\s*:/y;
const KEY_ENDS = /"\s*:/g;

export interface RepeatedKeys {
  /** The same JSON, the earlier of two equal keys under a name of its own. */
  json: string;
  /** The keys that occur twice in one object, each once. */
  names: string[];
}

/**
 * Keys that one object has twice: `JSON.parse` keeps the last value and drops the others without a word.
 *
 * @param json   Valid JSON.
 * @param value  What it was parsed to, not too deep.
 * @returns null when every key occurs once; nearly always that is told by counting.
 */
export function repeatedKeys(json: string, value: JsonValue): RepeatedKeys | null {
  const ends = json.match(KEY_ENDS)?.length ?? 0;
  return ends === countKeys(value) ? null : renameEarlier(json);
}

function countKeys(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0;
  const parts = Object.values(value);
  let count = Array.isArray(value) ? 0 : parts.length;
  for (const part of parts) count += countKeys(part);
  return count;
}

interface Key {
  from: number;
  to: number;
}

function renameEarlier(json: string): RepeatedKeys | null {
  const names = new Set<string>();
  const renamed: Array<Key & { name: string }> = [];
  const open: Array<Map<string, Key>> = [];
  const meet = (key: Key) => {
    const keys = open.at(-1) ?? new Map<string, Key>();
    const name = JSON.parse(json.slice(key.from, key.to)) as string;
    const earlier = keys.get(name);
    if (earlier !== undefined) {
      names.add(name);
      const free = freeName(name, keys);
      keys.set(free, earlier);
      renamed.push({ ...earlier, name: free });
    }
    keys.set(name, key);
  };
  PARTS.lastIndex = 0;
  for (let found = PARTS.exec(json); found !== null; found = PARTS.exec(json)) {
    const { 0: part, index: from } = found;
    if (part === '{' || part === '[') open.push(new Map());
    else if (part === '}' || part === ']') open.pop();
    else {
      const to = textEnd(json, from);
      PARTS.lastIndex = to;
      COLON.lastIndex = to;
      if (COLON.test(json)) meet({ from, to });
    }
  }
  return names.size === 0 ? null : { json: rewrite(json, renamed), names: [...names] };
}

function freeName(name: string, keys: ReadonlyMap<string, Key>): string {
  let count = keys.size + 1;
  while (keys.has(`${name} (${count})`)) count += 1;
  return `${name} (${count})`;
}

function rewrite(json: string, renamed: ReadonlyArray<Key & { name: string }>): string {
  let [text, done] = ['', 0];
  for (const { from, to, name } of [...renamed].sort((a, b) => a.from - b.from)) {
    text += json.slice(done, from) + JSON.stringify(name);
    done = to;
  }
  return text + json.slice(done);
}
