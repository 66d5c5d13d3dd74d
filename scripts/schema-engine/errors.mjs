/** PostgreSQL and socket error codes beside the codes Prisma's CLI has texts for. */
const PRISMA_CODES = {
  '3D000': 'P1003',
  '28P01': 'P1000',
  28000: 'P1000',
  42501: 'P1010',
  '42P04': 'P1009',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1001',
};

/** A refused connection to a name with several addresses is an AggregateError with an empty message. */
export function messageOf(error) {
  return error?.message || error?.errors?.[0]?.message || String(error);
}

export function prismaCodeOf(error) {
  if (/^P\d{4}$/.test(error?.code)) return error.code;
  return PRISMA_CODES[error?.code ?? error?.errors?.[0]?.code];
}
