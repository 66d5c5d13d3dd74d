/** A failure of the person's set-up, not of the product: what happened, and what to do about it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';

  constructor(
    readonly happened: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${happened} ${remedy}`, options);
  }
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's code of a failed call (`EACCES`, `ENOENT`), if there is one. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
