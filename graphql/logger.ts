import pino from 'pino';

/** One JSON line an event on standard error; secrets never reach it. */
export const logger = pino(
  {
    level: process.env.WINNOW_LOG_LEVEL ?? 'info',
    redact: ['*.password', '*.newPassword', '*.currentPassword', '*.secret', '*.authorization', '*.cookie'],
  },
  pino.destination(2),
);
