import { Gauge } from 'lucide-react';
import type { Metadata } from 'next';
import { read } from '@/app/desk';
import { OperatorQuery } from '@/components/models/models-query';
import { QuotasBoard } from '@/components/quotas/quotas-board';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Teams and limits' };

export default async function QuotasPage() {
  const { installation } = await read(OperatorQuery);
  if (installation.viewerIsOperator) return <QuotasBoard />;
  return (
    <Page title="Teams and limits" measure="text">
      <EmptyState icon={<Gauge aria-hidden />} title="Looked after by the operator" className="mx-0 px-0">
        What each team of this installation may use is set by its operator. What your own team uses stands on the team’s
        page.
      </EmptyState>
    </Page>
  );
}
