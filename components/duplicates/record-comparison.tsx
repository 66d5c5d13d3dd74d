import { compareRecords } from '@/components/duplicates/proposal-words';
import type { ProposedRecordFragment } from '@/graphql/generated/operations/graphql';

type RecordComparisonProps = Readonly<{
  first: ProposedRecordFragment;
  second: ProposedRecordFragment;
  /** What the columns are called. */
  names?: readonly [string, string];
}>;

/** Two records side by side, field by field, with what differs named. */
export function RecordComparison({ first, second, names = ['One record', 'The other'] }: RecordComparisonProps) {
  const fields = compareRecords(first, second);
  return (
    <table className="mt-2 w-full table-fixed border-separate border-spacing-0 text-left text-sm [&_tbody_tr:last-child>*]:border-b-0">
      <caption className="visually-hidden">The two records, field by field</caption>
      <thead>
        <tr className="text-ink-muted">
          <th scope="col" className="w-20 border-line border-b py-1 pr-2 font-normal sm:w-28">
            Field
          </th>
          <th scope="col" className="border-line border-b py-1 pr-3 font-normal">
            {names[0]}
          </th>
          <th scope="col" className="border-line border-b py-1 font-normal">
            {names[1]}
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, first, second, isDifferent }) => (
          <tr key={name} className="align-top">
            <th scope="row" className="border-line border-b py-1 pr-2 font-normal text-ink-muted">
              {name}
              {isDifferent ? <span className="block font-semibold text-accent-text">differs</span> : null}
            </th>
            {[first, second].map((value, index) => (
              <td
                key={index === 0 ? 'first' : 'second'}
                dir="auto"
                className="border-line border-b py-1 pr-3 [overflow-wrap:anywhere]"
              >
                {value || <span className="text-ink-muted italic">none</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
