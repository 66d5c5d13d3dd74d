import { Notice } from '@/components/ui/page-states';

/** What the address asked for and could not be shown, said in a sentence each. */
export function AddressNotice({ refusals }: Readonly<{ refusals: readonly (string | null)[] }>) {
  const told = refusals.filter((refusal) => refusal !== null);
  if (told.length === 0) return null;
  return (
    <Notice tone="wrong" className="mb-6" title="Not everything the address asks for is here">
      {told.join(' ')}
    </Notice>
  );
}
