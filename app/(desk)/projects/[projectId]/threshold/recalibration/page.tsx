import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { RecalibrationBoard } from '@/components/recalibration/recalibration-board';
import { RecalibrationQuery } from '@/components/recalibration/recalibration-query';

export const metadata: Metadata = { title: 'Recalibration' };

type RecalibrationPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Readonly<Record<'sample', string | string[] | undefined>>>;
}>;

export default async function RecalibrationPage({ params, searchParams }: RecalibrationPageProps) {
  const [{ projectId }, { sample }] = await Promise.all([params, searchParams]);
  const { project } = await read(RecalibrationQuery, { id: projectId });
  if (!project) notFound();
  return <RecalibrationBoard initial={project} sampleId={typeof sample === 'string' ? sample : null} />;
}
