import type { ReactNode } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

type SplitViewProps = Readonly<{
  /** The page's heading, for screen readers; the list says itself what it is. */
  title: string;
  list: ReactNode;
  detail: ReactNode;
  listLabel: string;
  detailLabel: string;
  /** Under 1024 px only one of the two is shown: the detail when something is open. */
  showsDetail: boolean;
  /** Not yet: shown, faintly, and not to be used. */
  isReady?: boolean;
}>;

/** List and reader side by side, each with its own scroll, filling what the frame leaves. */
export function SplitView({
  title,
  list,
  detail,
  listLabel,
  detailLabel,
  showsDetail,
  isReady = true,
}: SplitViewProps) {
  return (
    // `data-fills` makes the frame as high as the window, whatever notice stands above.
    <div data-fills inert={!isReady} aria-busy={!isReady} className="flex min-h-0 flex-1 inert:opacity-60">
      <h1 className="visually-hidden">{title}</h1>
      <section
        aria-label={listLabel}
        className={mergeClasses(
          'flex min-h-0 w-full min-w-0 flex-col bg-ground lg:w-[42%] lg:min-w-[400px] lg:max-w-[560px] lg:border-line lg:border-r',
          showsDetail && 'max-lg:hidden',
        )}
      >
        {list}
      </section>
      <section
        aria-label={detailLabel}
        className={mergeClasses('flex min-h-0 min-w-0 flex-1 flex-col bg-surface', !showsDetail && 'max-lg:hidden')}
      >
        {detail}
      </section>
    </div>
  );
}
