import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { withClient } from './connection.mjs';

const OID_CHAR = 18;
const OID_TEXT = 25;

/** Opens the connections the engine asks for and closes them all when a request is answered. */
export class MigrationAdapterFactory {
  provider = 'postgres';
  adapterName = '@prisma/adapter-pg';
  #open = new Set();

  constructor({ config, schema }) {
    this.config = config;
    this.schema = schema;
  }

  async connect() {
    return this.#forMigrations(await this.#connectTo(this.config.database));
  }

  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const name = pg.escapeIdentifier(database);
    await this.#administer(`CREATE DATABASE ${name}`);
    if (this.schema && this.schema !== 'public') {
      await this.#administer(`CREATE SCHEMA ${pg.escapeIdentifier(this.schema)}`, database);
    }
    return this.#forMigrations(await this.#connectTo(database), () =>
      this.#administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    );
  }

  closeAll() {
    return Promise.allSettled([...this.#open].map((connection) => connection.dispose()));
  }

  /** One session a pool, so that the advisory lock and BEGIN … COMMIT hold. */
  #connectTo(database) {
    return new PrismaPg({ ...this.config, database, max: 1 }, { schema: this.schema }).connect();
  }

  #administer(sql, database = this.config.database) {
    return withClient({ ...this.config, database, options: undefined }, (client) => client.query(sql));
  }

  #forMigrations(connection, afterDispose) {
    const dispose = connection.dispose.bind(connection);
    connection.dispose = async () => {
      if (!this.#open.delete(connection)) return;
      await dispose();
      await afterDispose?.();
    };
    connection.queryRaw = queryWithCharColumns;
    connection.executeScript = executeWholeScript;
    this.#open.add(connection);
    return connection;
  }
}

/** The adapter does not know the type "char", which pg_catalog is full of (prisma/orm#27403): read it as text. */
async function queryWithCharColumns(query) {
  const charColumns = [];
  const performIO = async (statement) => {
    const result = await this.performIO(statement);
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== OID_CHAR) continue;
      charColumns.push(index);
      field.dataTypeID = OID_TEXT;
    }
    return result;
  };
  const reader = Object.create(this, { performIO: { value: performIO } });
  const result = await Object.getPrototypeOf(this).queryRaw.call(reader, query);
  for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
  return result;
}

/** The adapter splits a script at every ";", also inside the body of a function; PostgreSQL knows better. */
async function executeWholeScript(script) {
  try {
    await this.underlyingDriver().query(script);
  } catch (error) {
    this.onError(error);
  }
}
