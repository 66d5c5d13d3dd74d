import { publish } from '@/jobs/events';
import { ExportRefused } from '@/jobs/exports/export-writer';
import { getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import {
  type ExportAttempt,
  type ExportProgress,
  findRoleInProject,
  noteExportProgress,
} from '@/prisma/queries/exports';

const LOOK_EVERY_MS = 1_000;

interface Watched extends ExportAttempt {
  readonly projectId: string;
  readonly requestedById: string;
  /** Roles that may export, from the access table when the job was made. */
  readonly roles: readonly Role[];
  readonly signal: AbortSignal;
}

/** Looks, once a second while an export is made, whether it may go on, and tells how far it is. */
export class ExportWatch {
  private lookedAt = 0;
  private pending: ExportProgress = {};

  constructor(private readonly watched: Watched) {}

  /**
   * Notes progress; `isNow` for what must not wait.
   *
   * @throws ExportStopped, ExportSuperseded, or ExportRefused when the person may not export any more
   */
  async note(progress: ExportProgress, isNow = false): Promise<void> {
    const { signal, projectId } = this.watched;
    signal.throwIfAborted();
    this.pending = { ...this.pending, ...progress };
    if (!isNow && Date.now() - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = Date.now();
    const noted = await noteExportProgress(getDatabase(), this.watched, this.pending);
    this.pending = {};
    if (!noted) throw new ExportSuperseded('A newer attempt has taken the export over.');
    if (noted.isCancelRequested) throw new ExportStopped('The export was stopped on request.');
    await this.requireRole();
    await publish(getDatabase(), { projectId, topic: 'EXPORT' });
  }

  private async requireRole(): Promise<void> {
    const { projectId, requestedById, roles } = this.watched;
    const role = await findRoleInProject(getDatabase(), projectId, requestedById);
    if (role && roles.includes(role)) return;
    throw new ExportRefused('FORBIDDEN', 'Whoever asked for this export may not export from the project any more.');
  }
}

export class ExportStopped extends Error {
  override readonly name = 'ExportStopped';
}

export class ExportSuperseded extends Error {
  override readonly name = 'ExportSuperseded';
}
