import type { ColumnMetaData, SchemaElement } from 'hyparquet';
import { damaged } from '@/ingestion/source/file-failure';
import { type ImportSource, IngestionError } from '@/ingestion/types';

const MAX_DEPTH = 32;
// As many as a table of any kind may have.
const MAX_LEAVES = 16_384;

/** A column, or a part of one. */
export interface ParquetNode {
  /** Unique within the file; harmless as a key, which a name need not be. */
  key: string;
  name: string;
  element: SchemaElement;
  kind: 'leaf' | 'list' | 'map' | 'struct';
  isRepeated: boolean;
  children: ParquetNode[];
}

/** A column as it is stored: what stands at the end of a path through the schema. */
export interface ParquetLeaf {
  /** From the column down to the leaf itself. */
  path: ParquetNode[];
  element: SchemaElement;
  /** How often the path is repeated, and how often it is not required. */
  maxRepetition: number;
  maxDefinition: number;
}

export interface ParquetSchema {
  columns: ParquetNode[];
  /** In the order in which each row group stores them. */
  leaves: ParquetLeaf[];
}

/** @throws IngestionError DAMAGED_FILE, TOO_MANY_COLUMNS. */
export function buildSchema(elements: readonly SchemaElement[], source: ImportSource): ParquetSchema {
  const leaves: ParquetLeaf[] = [];
  let next = 1;
  const take = (path: readonly ParquetNode[]): ParquetNode => {
    const index = next;
    const element = elements[index];
    next += 1;
    if (element === undefined) throw damaged(source, 'its schema names more columns than it describes');
    if (path.length >= MAX_DEPTH) throw damaged(source, `its columns are nested more than ${MAX_DEPTH} deep`);
    const node: ParquetNode = {
      key: `c${index}`,
      name: element.name,
      element,
      kind: 'leaf',
      isRepeated: element.repetition_type === 'REPEATED',
      children: [],
    };
    const here = [...path, node];
    for (let count = element.num_children ?? 0; count > 0; count -= 1) node.children.push(take(here));
    if (node.children.length > 0) node.kind = kindOf(node);
    else leaves.push(leafOf(here, element));
    if (leaves.length > MAX_LEAVES) throw tooManyColumns(source);
    return node;
  };
  const columns: ParquetNode[] = [];
  for (let count = elements[0]?.num_children ?? 0; count > 0; count -= 1) columns.push(take([]));
  return { columns, leaves };
}

/** The schema of a file that holds one leaf: names are keys, and values come as they are stored. */
export function pruneSchema({ path }: ParquetLeaf): SchemaElement[] {
  const groups = path.map(({ key, element, children }) => ({
    name: key,
    repetition_type: element.repetition_type,
    ...(children.length > 0 ? { num_children: 1 } : { type: element.type, type_length: element.type_length }),
  }));
  return [{ name: 'root', num_children: 1 }, ...groups];
}

/** Whether the metadata of a stored column are those of a leaf. */
export function isColumnOf({ path, element }: ParquetLeaf, { path_in_schema, type }: ColumnMetaData): boolean {
  return type === element.type && path.map(({ name }) => name).join('\0') === path_in_schema.join('\0');
}

function leafOf(path: ParquetNode[], element: SchemaElement): ParquetLeaf {
  return {
    path,
    element,
    maxRepetition: path.filter(({ isRepeated }) => isRepeated).length,
    maxDefinition: path.filter((node) => node.element.repetition_type !== 'REQUIRED').length,
  };
}

function kindOf({ element, children }: ParquetNode): ParquetNode['kind'] {
  const [only, ...others] = children;
  if (only === undefined || others.length > 0 || !only.isRepeated) return 'struct';
  const names = [element.converted_type, element.logical_type?.type];
  if (names.includes('LIST')) return 'list';
  const isMap = names.includes('MAP') || names.includes('MAP_KEY_VALUE');
  return isMap && only.children.length === 2 ? 'map' : 'struct';
}

function tooManyColumns({ name }: ImportSource): IngestionError {
  return new IngestionError('TOO_MANY_COLUMNS', `"${name}" has more than ${MAX_LEAVES} columns.`);
}
