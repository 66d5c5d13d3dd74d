import { isBlank, matchRole, type RoleMatch } from '@/ingestion/document/field-roles';
import { guessTextColumn, ROWS_TO_GUESS_FROM } from '@/ingestion/document/guess-text-column';
import { isMetaKey } from '@/ingestion/json/read-json-record';
import { cutWhole } from '@/ingestion/source/snippet';
import {
  type FieldRole,
  type JsonObject,
  type JsonValue,
  PREVIEW_COLUMNS,
  PREVIEW_VALUE_LENGTH,
  type PreviewColumn,
} from '@/ingestion/types';

const MAX_SAMPLES = 3;
// A name has to be shown whole to be chosen; nobody calls a column so.
const MAX_NAME_LENGTH = 300;
const MAX_LEFT_OUT_COUNTED = 20_000;

interface SeenColumn {
  name: string;
  match: RoleMatch | null;
  isInsideMeta: boolean;
  samples: Set<string>;
  filled: number;
}

interface NamedText {
  name: string;
  value: JsonValue;
  text: string;
}

/** The columns of the rows looked at, with what they hold and which field each would become. */
export class PreviewColumns {
  private readonly columns = new Map<string, SeenColumn>();
  private readonly omitted = new Set<string>();
  private readonly firstRows: Array<Map<string, JsonValue>> = [];

  /** @param header  Column names of a table; null where each record has its own. */
  constructor(private readonly header: readonly string[] | null) {
    for (const name of header ?? []) this.columnOf(name, false);
  }

  get leftOut(): number {
    return this.omitted.size;
  }

  /** @returns The values of one record that are not blank, in its order, as far as their columns are shown. */
  take(record: JsonObject): NamedText[] {
    const taken: NamedText[] = [];
    const row = new Map<string, JsonValue>();
    for (const { name, value, isInsideMeta } of flatten(record)) {
      if (isBlank(value)) continue;
      const column = this.columnOf(name, isInsideMeta);
      if (column === null) continue;
      const text = shownText(value);
      column.filled += 1;
      if (column.samples.size < MAX_SAMPLES) column.samples.add(cutWhole(text.trim(), PREVIEW_VALUE_LENGTH));
      if (this.firstRows.length < ROWS_TO_GUESS_FROM) row.set(name, value);
      taken.push({ name, value, text });
    }
    if (this.firstRows.length < ROWS_TO_GUESS_FROM) this.firstRows.push(row);
    return taken;
  }

  describe(rowsRead: number): PreviewColumn[] {
    const roles = this.detectRoles();
    return this.inOrder().map(({ name, samples, filled }) => ({
      name,
      role: roles.get(name) ?? null,
      samples: [...samples],
      filledShare: rowsRead === 0 ? 0 : filled / rowsRead,
    }));
  }

  /** In the order of the file, what is inside `meta` behind it. */
  private inOrder(): SeenColumn[] {
    const columns = [...this.columns.values()];
    const inside = columns.filter(({ isInsideMeta }) => isInsideMeta);
    return columns
      .filter(({ isInsideMeta }) => !isInsideMeta)
      .flatMap((column) => [column, ...inside.filter(({ name }) => name.startsWith(`${column.name}.`))]);
  }

  private columnOf(name: string, isInsideMeta: boolean): SeenColumn | null {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    if (this.columns.size >= PREVIEW_COLUMNS || name.length > MAX_NAME_LENGTH) {
      if (this.omitted.size < MAX_LEFT_OUT_COUNTED) this.omitted.add(name);
      return null;
    }
    const match = matchRole(isInsideMeta ? name.slice(name.indexOf('.') + 1) : name);
    const column = { name, match, isInsideMeta, samples: new Set<string>(), filled: 0 };
    this.columns.set(name, column);
    return column;
  }

  /** The best name of each role that holds something; inside `meta` only what nothing outside says, and never the text. */
  private detectRoles(): Map<string, FieldRole> {
    const best = new Map<FieldRole, SeenColumn>();
    const filled = [...this.columns.values()].filter((column) => column.filled > 0);
    for (const column of filled.filter(({ isInsideMeta }) => !isInsideMeta)) {
      if (column.match === null) continue;
      const other = best.get(column.match.role)?.match;
      if (!other || column.match.rank < other.rank) best.set(column.match.role, column);
    }
    for (const column of filled.filter(({ isInsideMeta }) => isInsideMeta)) {
      if (column.match !== null && column.match.role !== 'text' && !best.has(column.match.role)) {
        best.set(column.match.role, column);
      }
    }
    const guessed = this.guessText();
    if (guessed !== null) best.set('text', guessed);
    return new Map([...best].map(([role, { name }]) => [name, role]));
  }

  private guessText(): SeenColumn | null {
    if (this.header === null) return null;
    const columns = [...this.columns.values()];
    const rows = this.firstRows.map((row) => columns.map(({ name }) => row.get(name) ?? null));
    const index = guessTextColumn(
      columns.map(({ match }) => match),
      rows,
    );
    return index === null ? null : (columns[index] ?? null);
  }
}

/** The values of a record by the names a mapping may use: those inside `meta` follow it. */
function* flatten(record: JsonObject): Generator<{ name: string; value: JsonValue; isInsideMeta: boolean }> {
  for (const [name, value] of Object.entries(record)) {
    yield { name, value, isInsideMeta: false };
    if (!isMetaKey(name) || value === null || typeof value !== 'object' || Array.isArray(value)) continue;
    for (const [key, part] of Object.entries(value)) yield { name: `${name}.${key}`, value: part, isInsideMeta: true };
  }
}

/** A list of one text, as some services write titles, reads as that text; so an import takes it. */
function shownText(value: JsonValue): string {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' ? only : JSON.stringify(value);
}
