import type { Metadata } from 'next';
import { ActivityList } from '@/components/activity/activity-list';
import { Page } from '@/components/shell/page';

export const metadata: Metadata = { title: 'Activity' };

type ActivityPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function ActivityPage({ params }: ActivityPageProps) {
  const { projectId } = await params;
  return (
    <Page
      title="Activity"
      summary="Who decided what, and when. Times are UTC. The record can only grow: each event carries the hash of the one before."
    >
      <ActivityList projectId={projectId} />
    </Page>
  );
}
