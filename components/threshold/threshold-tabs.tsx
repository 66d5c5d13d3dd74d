import { TabLinks } from '@/components/ui/tabs';

/** The pages that a sample's ratings feed, in the order in which they are asked. */
export function ThresholdTabs({ projectId }: Readonly<{ projectId: string }>) {
  const base = `/projects/${projectId}/threshold`;
  return (
    <TabLinks
      label="Threshold"
      className="mx-4 mt-3 sm:mx-6 lg:mx-8"
      links={[
        { href: base, label: 'Threshold' },
        { href: `${base}/recalibration`, label: 'Recalibration' },
        { href: `${base}/reliability`, label: 'Reliability' },
        { href: `${base}/recall`, label: 'Recall so far' },
        { href: `${base}/versions`, label: 'Versions' },
      ]}
    />
  );
}
