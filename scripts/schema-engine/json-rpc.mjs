import { createInterface } from 'node:readline';
import { messageOf, prismaCodeOf } from './errors.mjs';

const SERVER_ERROR = 4466; // the native engine's code for every failed request

/** Reads one JSON-RPC request a line, answers them one after another, and returns when stdin ends. */
export async function answerRequests(engine) {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request = line.trim() ? JSON.parse(line) : undefined;
    if (request?.method) await answer(engine, request);
  }
}

async function answer(engine, { id, method, params }) {
  try {
    const result = await engine.run(method, params);
    await send({ id, result: method === 'diff' ? await printDiff(id, result) : (result ?? null) });
  } catch (error) {
    const panic = engine.panic();
    const message = panic ?? messageOf(error);
    const data = { is_panic: panic !== undefined, message, meta: error?.meta ?? null, error_code: prismaCodeOf(error) };
    await send({ id, error: { code: SERVER_ERROR, message, data } });
  }
}

/** The native engine prints a diff by a request of its own before it answers with the exit code. */
async function printDiff(id, { stdout, exitCode }) {
  if (stdout) await send({ id: `print-${id}`, method: 'print', params: { content: stdout } });
  return { exitCode };
}

function send(message) {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`, resolve));
}
