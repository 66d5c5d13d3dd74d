import type { Database } from '../client';
import { Prisma } from '../generated/client';
import type { ModelSource } from '../generated/enums';
import { lockName } from './locks';

export interface ModelKey {
  readonly repository: string;
  readonly revision: string;
}

/** A model as a worker finds it in the data folder. */
export interface SeenModel extends ModelKey {
  readonly source: ModelSource;
  readonly requested: string | null;
  readonly name: string;
  readonly contentHash: string;
  readonly sizeBytes: bigint;
  readonly isActive: boolean;
  readonly isStandIn: boolean;
  /** The kept report, or null where none was made yet. */
  readonly parity: Prisma.InputJsonObject | null;
  readonly addedAt: Date;
}

/** Brings the table in line with what is there; what was found when a model was verified stays with it. */
export async function replaceModels(tx: Database, models: readonly SeenModel[]): Promise<void> {
  await lockName(tx, 'models');
  const kept = models.map(({ repository, revision }) => ({ repository, revision }));
  await tx.installedModel.deleteMany({ where: { NOT: { OR: kept } } });
  // One model may be active at a time, also between two statements.
  await tx.installedModel.updateMany({ where: { isActive: true }, data: { isActive: false } });
  for (const { repository, revision, parity, ...rest } of models) {
    const seen = { ...rest, parity: parity ?? Prisma.DbNull };
    await tx.installedModel.upsert({
      where: { repository_revision: { repository, revision } },
      create: { repository, revision, ...seen },
      update: seen,
      select: { id: true },
    });
  }
}

export async function recordVerification(db: Database, key: ModelKey, problem: string | null): Promise<void> {
  await db.installedModel.updateMany({ where: { ...key }, data: { problem, verifiedAt: new Date() } });
}

/** The stand-in first, then by name and age. */
export function listInstalledModels(db: Database) {
  return db.installedModel.findMany({ orderBy: [{ repository: 'asc' }, { addedAt: 'asc' }] });
}

export function findInstalledModel(db: Database, { repository, revision }: ModelKey) {
  return db.installedModel.findUnique({ where: { repository_revision: { repository, revision } } });
}

export function findActiveModel(db: Database) {
  return db.installedModel.findFirst({ where: { isActive: true } });
}
