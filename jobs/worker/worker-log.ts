import pino from 'pino';

/** One JSON line an event on standard output; documents' text and secrets never reach it. */
export const workerLog = pino({ level: process.env.WINNOW_LOG_LEVEL || 'info', base: { pid: process.pid } });
export type WorkerLog = Pick<typeof workerLog, 'info' | 'warn' | 'error'>;
