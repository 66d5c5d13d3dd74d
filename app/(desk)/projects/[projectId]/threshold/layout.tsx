import type { ReactNode } from 'react';
import { ThresholdTabs } from '@/components/threshold/threshold-tabs';

type ThresholdLayoutProps = Readonly<{ params: Promise<{ projectId: string }>; children: ReactNode }>;

export default async function ThresholdLayout({ params, children }: ThresholdLayoutProps) {
  const { projectId } = await params;
  return (
    <>
      <ThresholdTabs projectId={projectId} />
      {children}
    </>
  );
}
