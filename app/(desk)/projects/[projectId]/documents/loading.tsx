import { SplitView } from '@/components/shell/split-view';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

export default function DocumentsLoading() {
  return (
    <SplitView
      title="Documents"
      listLabel="Ranked list"
      detailLabel="Reader"
      showsDetail={false}
      list={
        <>
          <div className="flex flex-col gap-2 border-line border-b px-3 pt-2.5 pb-2">
            <Skeleton className="control w-full" />
            <Skeleton className="h-5 w-32" />
          </div>
          <SkeletonRows rows={18} label="Reading the list" />
        </>
      }
      detail={null}
    />
  );
}
