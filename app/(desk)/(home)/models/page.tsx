import { Cpu } from 'lucide-react';
import type { Metadata } from 'next';
import { read } from '@/app/desk';
import { ModelsBoard } from '@/components/models/models-board';
import { ModelsQuery, OperatorQuery } from '@/components/models/models-query';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Models' };

export default async function ModelsPage() {
  const { installation } = await read(OperatorQuery);
  if (installation.viewerIsOperator) return <ModelsBoard initial={(await read(ModelsQuery)).installation} />;
  return (
    <Page title="Models" measure="text">
      <EmptyState icon={<Cpu aria-hidden />} title="Looked after by the operator" className="mx-0 px-0">
        All teams of this installation share what scores their documents, so its operator chooses it: whoever made the
        first account. {installation.activeModel ? `In use: ${installation.activeModel.name}.` : ''}
      </EmptyState>
    </Page>
  );
}
