import { Page } from '@/components/shell/page';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function ExportsLoading() {
  return (
    <Page title="Exports" summary="Files made of the ranked list, each as the project was at one moment.">
      <SkeletonRows rows={4} label="Reading the exports" />
    </Page>
  );
}
