import type { PreviewView } from '@/components/collections/mapping-query';

/** A table wider than this is no help to anybody; the list of columns above has them all. */
const MOST_COLUMNS = 60;

/** The first rows as the file has them, a press away. */
export function MappingRows({ preview }: Readonly<{ preview: PreviewView }>) {
  const columns = preview.columns.slice(0, MOST_COLUMNS);
  if (preview.rows.length === 0) return null;
  const more = preview.columns.length - columns.length;
  return (
    <details>
      <summary className="font-semibold">The first rows as the file has them</summary>
      <section
        aria-label="First rows"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
        tabIndex={0}
        className="mt-2 max-h-96 max-w-full overflow-auto"
      >
        <table className="border-separate border-spacing-0 text-left text-sm">
          <caption className="visually-hidden">The first rows of the file</caption>
          <thead>
            <tr>
              {columns.map(({ name }) => (
                <th
                  key={name}
                  scope="col"
                  className="sticky top-0 min-w-32 max-w-64 border-line-strong border-b bg-ground px-2 py-1 align-bottom font-semibold"
                >
                  <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
                    {name}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map(({ values }, index) => {
              const held = new Map(values.map(({ column, value }) => [column, value]));
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no id, and their order is the file's
                <tr key={index}>
                  {columns.map(({ name }) => (
                    <td key={name} className="max-w-64 border-line border-b px-2 py-1 align-top">
                      <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
                        {held.get(name)}
                      </span>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {more > 0 ? <p className="mt-1 text-ink-muted text-sm">{more} more columns are not shown here.</p> : null}
    </details>
  );
}
