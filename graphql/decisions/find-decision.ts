import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { DecisionRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

export async function findDecision(context: Context, decisionId: string): Promise<DecisionRow> {
  const decision = await getDatabase().decision.findUnique({ where: { id: decisionId } });
  if (!decision) throw notFound('decision');
  await requireProject(context, decision.projectId, 'project:read', 'decision');
  return decision;
}
