import {
  Activity,
  Braces,
  ChartColumn,
  ClipboardCheck,
  Download,
  History,
  Layers,
  ListOrdered,
  type LucideIcon,
  Settings2,
  SlidersHorizontal,
} from 'lucide-react';
import type { NavKey } from '@/components/shell/navigation';

const ICONS: Readonly<Record<NavKey, LucideIcon>> = {
  overview: ChartColumn,
  collections: Layers,
  documents: ListOrdered,
  validation: ClipboardCheck,
  threshold: SlidersHorizontal,
  monitor: Activity,
  exports: Download,
  activity: History,
  settings: Settings2,
  api: Braces,
};

export function NavIcon({ place }: Readonly<{ place: NavKey }>) {
  const Icon = ICONS[place];
  return <Icon aria-hidden className="size-[18px] shrink-0" strokeWidth={1.75} />;
}
