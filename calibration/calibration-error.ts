/** Every reason for which a function of this room refuses its input. */
export type CalibrationErrorCode =
  | 'SCORE_NOT_FINITE'
  | 'SCORES_NOT_SORTED'
  | 'RATING_OUT_OF_RANGE'
  | 'NOT_A_PROBABILITY'
  | 'NOT_A_COUNT'
  | 'COUNT_EXCEEDS_TOTAL'
  | 'LENGTHS_DIFFER'
  | 'TOO_FEW_VALUES'
  | 'OUT_OF_RANGE'
  | 'SEED_EMPTY'
  | 'SLOPE_NOT_POSITIVE'
  | 'RATINGS_INCOMPLETE';

/** A refused input: `code` is for programs, `message` says which value was wrong and what is allowed. */
export class CalibrationError extends Error {
  override readonly name = 'CalibrationError';

  constructor(
    readonly code: CalibrationErrorCode,
    message: string,
  ) {
    super(message);
  }
}
