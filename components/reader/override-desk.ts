import type { QueryClient } from '@tanstack/react-query';
import { RequestFault, request } from '@/components/data/request';
import {
  documentKeys,
  type KnownDocument,
  putStanding,
  readKnown,
  showOverride,
} from '@/components/documents/document-cache';
import { sayScore } from '@/components/reader/rating-keys';
import { OverrideScore, UndoOverride } from '@/components/reader/reader-query';
import { dismissToast, showFailure, showToast } from '@/components/ui/toast';
import type { StandingFragment, UserErrorCode } from '@/graphql/generated/operations/graphql';

/** Somebody else has set the score since this person read it. */
export interface Conflict {
  readonly documentId: string;
  /** What this person wanted: a score, or null to take the newest one back. */
  readonly wanted: number | null;
  readonly reason: string;
}

interface Act {
  readonly documentId: string;
  readonly value: number;
  readonly reason: string;
}

interface Outcome {
  readonly document: StandingFragment | null;
  readonly userErrors: readonly { readonly code: UserErrorCode; readonly message: string }[];
}

/**
 * Overrides as one person gives them: shown at once, sent one after another for each document with the version the
 * person has seen, and kept in the order given, so that undo takes the last one back first.
 */
export class OverrideDesk {
  private readonly acts: Act[] = [];
  private readonly tails = new Map<string, Promise<boolean>>();
  private readonly waiting = new Map<string, number>();
  // The version each document had after the last act of this person: another one means somebody else was there.
  private readonly versions = new Map<string, number>();
  private readonly sending = new Set<string>();
  private readonly drafts = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private conflict: Conflict | null = null;
  private lastToast: string | number | null = null;

  constructor(
    private readonly client: QueryClient,
    private readonly projectId: string,
    private readonly onRescored: (documentId: string) => void,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readConflict = (): Conflict | null => this.conflict;

  /** Whether a score of it is on its way: what the server said before that is no longer of interest. */
  isBusy = (documentId: string): boolean => this.sending.has(documentId) || !this.isIdle(documentId);

  dismissConflict = (): void => this.setConflict(null);

  /** The reason being written for a document: it goes with its next score, whichever way that is given. */
  readDraft = (documentId: string): string => this.drafts.get(documentId) ?? '';

  writeDraft = (documentId: string, reason: string): void => {
    this.drafts.set(documentId, reason);
    this.tell();
  };

  /** Sets a score, shown before the server has answered; a second one of the same document waits for the first. */
  set = (documentId: string, value: number, reason = this.readDraft(documentId).trim()): void => {
    const known = readKnown(this.client, this.projectId, documentId);
    if (!known) return;
    if (this.conflict?.documentId === documentId) this.setConflict(null);
    const before = known.overrideScore;
    const act = { documentId, value, reason };
    this.acts.push(act);
    this.writeDraft(documentId, '');
    this.show(known, value);
    this.enqueue(documentId, async () => {
      const outcome = await this.ask(documentId, async (expectedVersion) => {
        const input = { documentId, value, expectedVersion, ...(reason ? { reason } : {}) };
        return (await request(OverrideScore, { input })).overrideScore;
      });
      const failure = this.settle(known, before, outcome, { documentId, wanted: value, reason });
      if (failure === null) {
        const detail = 'Its place in the list changes at the next refresh.';
        this.say(`Score set to ${sayScore(value)}`, { detail, undo: () => this.takeBack(act) });
        return true;
      }
      this.forget(act);
      if (!this.readDraft(documentId)) this.writeDraft(documentId, reason);
      if (failure) this.fail('The score was not set', failure, () => this.set(documentId, value, reason));
      return false;
    });
  };

  /** Takes back the newest override of this sitting, else the one in force on the document given. */
  undo = (documentId: string | null): void => {
    const last = this.acts.at(-1);
    if (last) {
      this.takeBack(last);
      return;
    }
    const known = documentId === null ? null : readKnown(this.client, this.projectId, documentId);
    if (known && known.overrideScore !== null) {
      this.sendUndo(known, { documentId: known.id, value: known.overrideScore, reason: '' });
    } else {
      this.say('Nothing to undo', {});
    }
  };

  private takeBack(act: Act): void {
    const later = this.acts.findLast(({ documentId }) => documentId === act.documentId);
    if (!this.acts.includes(act)) return;
    if (later !== act) {
      this.say('A later score of this document stands: undo that one first', {});
      return;
    }
    const known = readKnown(this.client, this.projectId, act.documentId);
    if (!known) return;
    if (!this.isBusy(act.documentId) && known.version !== this.versions.get(act.documentId)) {
      this.setConflict({ documentId: act.documentId, wanted: null, reason: '' });
      this.say('Somebody else has set this score since', {});
      return;
    }
    this.forget(act);
    this.sendUndo(known, act);
  }

  /** What will be in force afterwards only the server knows: nothing is shown before it has said so. */
  private sendUndo(known: KnownDocument, act: Act): void {
    const { documentId } = act;
    this.onRescored(documentId);
    this.enqueue(documentId, async () => {
      const outcome = await this.ask(documentId, async (expectedVersion) => {
        return (await request(UndoOverride, { input: { documentId, expectedVersion } })).undoOverride;
      });
      const failure = this.settle(known, known.overrideScore, outcome, { documentId, wanted: null, reason: '' });
      if (failure === null) {
        const detail = known.title ?? undefined;
        this.say(`Score of ${sayScore(act.value)} taken back`, {
          ...(detail ? { detail } : {}),
          undo: () => this.set(documentId, act.value, act.reason),
        });
        return true;
      }
      if (failure) this.fail('The score was not taken back', failure, () => this.sendUndo(known, act));
      return false;
    });
  }

  /** Runs after what this document already waits for, and not at all when that went wrong. */
  private enqueue(documentId: string, send: () => Promise<boolean>): void {
    this.waiting.set(documentId, (this.waiting.get(documentId) ?? 0) + 1);
    const before = this.tails.get(documentId) ?? Promise.resolve(true);
    const tail = before.then(async (wentWell) => {
      this.waiting.set(documentId, (this.waiting.get(documentId) ?? 1) - 1);
      this.sending.add(documentId);
      const done = wentWell && (await send());
      this.sending.delete(documentId);
      // The next thing a person does after a failure is a new decision, made on what they see then.
      return done || this.isIdle(documentId);
    });
    this.tails.set(documentId, tail);
  }

  private async ask(documentId: string, send: (version: number) => Promise<Outcome>): Promise<Outcome | Error> {
    const version = readKnown(this.client, this.projectId, documentId)?.version ?? 0;
    await this.client.cancelQueries({ queryKey: documentKeys.standing(documentId) });
    try {
      return await send(version);
    } catch (error) {
      return error instanceof Error ? error : new Error('This could not be done.');
    }
  }

  /** Takes the server's word. Answers null when it was done, words when it was not, '' when it was a conflict. */
  private settle(known: KnownDocument, before: number | null, outcome: Outcome | Error, wish: Conflict): string | null {
    if (outcome instanceof Error) {
      showOverride(this.client, this.projectId, known, before);
      return outcome instanceof RequestFault ? outcome.message : 'Something unforeseen happened. Try again.';
    }
    const [error] = outcome.userErrors;
    if (outcome.document && error) putStanding(this.client, this.projectId, outcome.document);
    else if (outcome.document) this.take(outcome.document, wish.wanted);
    else if (error) showOverride(this.client, this.projectId, known, before);
    if (!error) return null;
    if (error.code !== 'CONFLICT') return error.message;
    this.setConflict(wish);
    this.say('Somebody else has changed this score', known.title ? { detail: known.title } : {});
    return '';
  }

  private take(standing: StandingFragment, shown: number | null): void {
    const newest = readKnown(this.client, this.projectId, standing.id);
    this.versions.set(standing.id, standing.version);
    putStanding(this.client, this.projectId, standing);
    void this.client.invalidateQueries({ queryKey: documentKeys.rank(standing.id) });
    // A later score of this person is already on the screen and on its way: it stays there.
    const isOvertaken = !this.isIdle(standing.id) && newest?.overrideScore !== shown;
    if (isOvertaken && newest) showOverride(this.client, this.projectId, standing, newest.overrideScore);
  }

  private forget(act: Act): void {
    const place = this.acts.indexOf(act);
    if (place >= 0) this.acts.splice(place, 1);
  }

  private isIdle(documentId: string): boolean {
    return (this.waiting.get(documentId) ?? 0) === 0;
  }

  private show(known: KnownDocument, value: number): void {
    this.onRescored(known.id);
    showOverride(this.client, this.projectId, known, value);
  }

  /** One toast at a time: who rates a document a second must not be buried in them. */
  private say(message: string, rest: Readonly<{ detail?: string; undo?: () => void }>): void {
    if (this.lastToast !== null) dismissToast(this.lastToast);
    this.lastToast = showToast({ message, ...rest });
  }

  private fail(message: string, detail: string, retry: () => void): void {
    showFailure({ message, detail, retry });
  }

  private setConflict(conflict: Conflict | null): void {
    this.conflict = conflict;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
