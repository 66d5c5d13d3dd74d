import { emptyMetadata, type NamedValue } from '@/ingestion/document/draft-record';
import { squeeze } from '@/ingestion/document/read-values';
import type { JsonObject } from '@/ingestion/types';

/** The values of one record by tag, in the order of the file. What no field takes becomes metadata under its tag. */
export class TagValues {
  private readonly values = new Map<string, string[]>();

  get size(): number {
    return this.values.size;
  }

  has(tag: string): boolean {
    return this.values.has(tag);
  }

  /** Values that hold something. */
  of(tag: string): string[] {
    return (this.values.get(tag) ?? []).filter((value) => value !== '');
  }

  add(tag: string, value: string): void {
    const values = this.values.get(tag);
    if (values === undefined) this.values.set(tag, [value]);
    else values.push(value);
  }

  /** Notes that a tag stood there, without its value. */
  touch(tag: string): void {
    if (!this.values.has(tag)) this.values.set(tag, []);
  }

  takeLast(tag: string): string | undefined {
    return this.values.get(tag)?.pop();
  }

  /** Removes and returns the first value of the first of these tags that has one; further values stay. */
  takeFirst(tags: readonly string[]): NamedValue | null {
    for (const tag of tags) {
      const values = this.values.get(tag);
      const index = values?.findIndex((value) => value !== '') ?? -1;
      if (values === undefined || index < 0) continue;
      const [value = ''] = values.splice(index, 1);
      return { name: tag, value };
    }
    return null;
  }

  /** Removes the first value of a tag that `read` makes something of, and returns what it makes of it. */
  takeRead<Read>(tag: string, read: (value: string) => Read | null): Read | null {
    const values = this.values.get(tag) ?? [];
    for (const [index, value] of values.entries()) {
      const made = read(value);
      if (made === null) continue;
      values.splice(index, 1);
      return made;
    }
    return null;
  }

  takeAll(tag: string): string[] {
    const values = this.of(tag);
    this.values.delete(tag);
    return values;
  }

  /** All values of all these tags as one list under the name of the first that has one. */
  takeList(tags: readonly string[]): NamedValue | null {
    const name = tags.find((tag) => this.of(tag).length > 0);
    return name === undefined ? null : { name, value: tags.flatMap((tag) => this.takeAll(tag)) };
  }

  /** As `takeList`, each value split where the format separates names or terms. */
  takeSplit(tags: readonly string[], separator: RegExp): NamedValue | null {
    const list = this.takeList(tags);
    if (list === null || !Array.isArray(list.value)) return null;
    return { name: list.name, value: list.value.flatMap((value) => String(value).split(separator)) };
  }

  /** The longer of two tags that mean the same (all values joined); the other stays where it says something else. */
  takeLonger(tags: readonly [string, string]): { taken: NamedValue | null; other: NamedValue | null } {
    const [longer, other] = tags
      .map((name) => ({ name, value: this.takeAll(name).join('\n') }))
      .sort((a, b) => b.value.length - a.value.length);
    if (longer === undefined || longer.value === '') return { taken: null, other: null };
    if (other === undefined || other.value === '' || squeeze(other.value) === squeeze(longer.value)) {
      return { taken: longer, other: null };
    }
    this.values.set(other.name, [other.value]);
    return { taken: longer, other };
  }

  toMetadata(): JsonObject {
    const metadata = emptyMetadata();
    for (const [tag, values] of this.values) {
      const [first, ...others] = values.filter((value) => value !== '');
      if (first !== undefined) metadata[tag] = others.length === 0 ? first : [first, ...others];
    }
    return metadata;
  }
}
