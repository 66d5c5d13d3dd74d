import type { ReactNode } from 'react';
import { readDesk } from '@/app/desk';
import { DeskFrame } from '@/components/desk/desk-frame';

export default async function HomeLayout({ children }: Readonly<{ children: ReactNode }>) {
  return <DeskFrame desk={await readDesk()}>{children}</DeskFrame>;
}
