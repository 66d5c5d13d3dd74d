/** One line of the log format Prisma's CLI parses from the engine's stderr. */
export function log(level, message, extra = {}) {
  const timestamp = new Date().toISOString();
  process.stderr.write(
    `${JSON.stringify({ timestamp, level, fields: { message, ...extra }, target: 'schema_engine::logger' })}\n`,
  );
}
