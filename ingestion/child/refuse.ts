/** What a parser gets that asks for more than its file. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code = 'ERR_ACCESS_DENIED';

  constructor(what: string) {
    super(`A reading process may not use ${what}.`);
  }
}

/** Replaces functions of an object for good. Names this version of Node does not have are passed over. */
export function refuse(owner: object | undefined, names: readonly string[]): void {
  for (const name of names) {
    if (owner !== undefined && name in owner) replace(owner, name, refusal(name));
  }
}

/** Replaces every function of an object but those named. */
export function refuseAll(owner: object, except: readonly string[] = []): void {
  const names = Object.getOwnPropertyNames(owner).filter((name) => name !== 'constructor' && !except.includes(name));
  refuse(
    owner,
    names.filter((name) => typeof Reflect.get(owner, name) === 'function'),
  );
}

export function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, enumerable: true, configurable: false, writable: false });
}

function refusal(name: string) {
  // Not an arrow: some of what it stands for is a class.
  return function refused(): never {
    throw new Refused(name);
  };
}
