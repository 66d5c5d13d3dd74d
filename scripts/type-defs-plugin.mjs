import { printSchema } from 'graphql';

/** Prints the assembled schema as a module, so that a bundle carries it and nothing is read from disk at run time. */
export const plugin = (schema) => `export const typeDefs = ${JSON.stringify(printSchema(schema))};\n`;
