import { childAt, childElements, lineOf, type XmlElement } from '@/ingestion/xml/xml-element';

/** Names as MEDLINE's FAU lines give them: 'Gibb, F W Jr', or the name of a group. */
export function personsIn(list: XmlElement): string[] {
  return childElements(list)
    .map(personName)
    .filter((name) => name !== null);
}

function personName(person: XmlElement): string | null {
  const part = (name: string) => lineOf(childAt(person, name));
  const last = part('LastName');
  if (last === null) return part('CollectiveName') ?? part('ForeName');
  const given = [part('ForeName') ?? part('FirstName') ?? part('Initials'), part('Suffix')].filter(
    (name) => name !== null,
  );
  return given.length === 0 ? last : `${last}, ${given.join(' ')}`;
}
