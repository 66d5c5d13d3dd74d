import { z } from 'zod';

const GIBIBYTE = 1024 ** 3;
const settings = z.object({
  WINNOW_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(10 * GIBIBYTE),
});

/** Largest file that is taken, in bytes (WINNOW_MAX_UPLOAD_BYTES, 10 GiB). */
export function maxUploadBytes(): number {
  const given = process.env.WINNOW_MAX_UPLOAD_BYTES;
  return settings.parse(given ? { WINNOW_MAX_UPLOAD_BYTES: given } : {}).WINNOW_MAX_UPLOAD_BYTES;
}
