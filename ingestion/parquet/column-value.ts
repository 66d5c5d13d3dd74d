import { emptyMetadata } from '@/ingestion/document/draft-record';
import { leafValue } from '@/ingestion/parquet/leaf-value';
import type { ParquetLeaf, ParquetNode } from '@/ingestion/parquet/schema-tree';
import type { ImportCode, JsonValue } from '@/ingestion/types';

/** What one leaf says about a value: every leaf was read for itself, along its own path. */
export interface LeafView {
  leaf: ParquetLeaf;
  value: unknown;
}

/** Leaves of one column that do not agree about its lists. */
export class LeavesDisagree extends Error {}

/**
 * Puts the leaves of a column together: lists become arrays, maps with texts as keys and structs become objects, other maps
 * arrays of pairs.
 *
 * @param depth  Of the node in the paths of its leaves.
 * @throws LeavesDisagree
 */
export function columnValue(
  node: ParquetNode,
  views: readonly LeafView[],
  codes: Set<ImportCode>,
  depth = 0,
): JsonValue {
  if (!node.isRepeated) return singleValue(node, views, codes, depth);
  return elementsOf(views).map((element) => singleValue(node, element, codes, depth));
}

function singleValue(node: ParquetNode, views: readonly LeafView[], codes: Set<ImportCode>, depth: number): JsonValue {
  if (views.every(({ value }) => value === null || value === undefined)) return null;
  const [first] = views;
  const [child] = node.children;
  if (child === undefined) return first === undefined ? null : leafValue(first.value, node.element, codes);
  if (node.kind === 'list') return listValue(child, viewsOf(child, views, depth), codes, depth + 1);
  if (node.kind === 'map') return mapValue(child, viewsOf(child, views, depth), codes, depth + 1);
  const struct = emptyMetadata();
  for (const part of node.children) {
    struct[part.name] = columnValue(part, viewsOf(part, views, depth), codes, depth + 1);
  }
  return struct;
}

/** The repeated group around an element is no value of its own, unless it holds several. */
function listValue(group: ParquetNode, views: readonly LeafView[], codes: Set<ImportCode>, depth: number): JsonValue {
  const [element, ...others] = group.children;
  if (element === undefined || others.length > 0) return columnValue(group, views, codes, depth);
  return elementsOf(views).map((each) => columnValue(element, viewsOf(element, each, depth), codes, depth + 1));
}

function mapValue(group: ParquetNode, views: readonly LeafView[], codes: Set<ImportCode>, depth: number): JsonValue {
  const [key, value] = group.children;
  if (key === undefined || value === undefined) return null;
  const pairs = elementsOf(views).map((each): [JsonValue, JsonValue] => [
    columnValue(key, viewsOf(key, each, depth), codes, depth + 1),
    columnValue(value, viewsOf(value, each, depth), codes, depth + 1),
  ]);
  const names = new Set(pairs.map(([name]) => name));
  if (names.size < pairs.length || pairs.some(([name]) => typeof name !== 'string')) return pairs;
  const map = emptyMetadata();
  for (const [name, held] of pairs) map[String(name)] = held;
  return map;
}

/** The views of the leaves below a part, each one step further along its path. */
function viewsOf(part: ParquetNode, views: readonly LeafView[], depth: number): LeafView[] {
  return views
    .filter(({ leaf }) => leaf.path[depth + 1] === part)
    .map(({ leaf, value }) => ({
      leaf,
      value: (value as Record<string, unknown> | null | undefined)?.[part.key] ?? null,
    }));
}

function elementsOf(views: readonly LeafView[]): LeafView[][] {
  const lists = views.map(({ value }) => (Array.isArray(value) ? (value as unknown[]) : []));
  const length = lists[0]?.length ?? 0;
  if (lists.some((list) => list.length !== length)) throw new LeavesDisagree('lists of one column differ in length');
  return Array.from({ length }, (_, index) => views.map(({ leaf }, at) => ({ leaf, value: lists[at]?.[index] })));
}
