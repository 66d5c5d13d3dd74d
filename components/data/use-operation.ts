'use client';

import { useCallback, useState } from 'react';
import { RequestFault, request } from '@/components/data/request';
import type { TypedDocumentString } from '@/graphql/generated/operations/graphql';

export interface UserErrorView {
  readonly code: string;
  readonly field?: readonly string[] | null | undefined;
  readonly message: string;
}

interface State {
  readonly isRunning: boolean;
  readonly errors: readonly UserErrorView[];
}

const QUIET: State = { isRunning: false, errors: [] };

/**
 * A mutation for a form: runs it, keeps its `userErrors` by field, and turns a failed request into one of them.
 * `run` answers the payload when there were none, else null. `pick` must be stable (declared outside the component).
 */
export function useOperation<Result, Variables, Payload extends { readonly userErrors: readonly UserErrorView[] }>(
  document: TypedDocumentString<Result, Variables>,
  pick: (result: Result) => Payload,
) {
  const [state, setState] = useState<State>(QUIET);
  const run = useCallback(
    async (variables: Variables): Promise<Payload | null> => {
      setState({ isRunning: true, errors: [] });
      try {
        const payload = pick(await request(document, variables));
        setState({ isRunning: false, errors: payload.userErrors });
        return payload.userErrors.length === 0 ? payload : null;
      } catch (error) {
        setState({ isRunning: false, errors: [toUserError(error)] });
        return null;
      }
    },
    [document, pick],
  );
  const clear = useCallback(() => setState(QUIET), []);
  return { run, clear, ...state };
}

function toUserError(error: unknown): UserErrorView {
  const message = error instanceof RequestFault ? error.message : 'This could not be done. Try again.';
  return { code: 'INVALID', field: null, message };
}

/** The message for one field of the form, by the last part of its path. */
export function errorOf(errors: readonly UserErrorView[], field: string): string | undefined {
  return errors.find((error) => error.field?.at(-1) === field)?.message;
}

/** What belongs to no field of these, to be said above the button. */
export function otherErrors(errors: readonly UserErrorView[], fields: readonly string[]): readonly string[] {
  return errors.filter((error) => !fields.includes(error.field?.at(-1) ?? '')).map((error) => error.message);
}
