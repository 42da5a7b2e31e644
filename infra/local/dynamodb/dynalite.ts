import { createRequire } from "node:module";
import * as z from "zod";
import type { AttributeMap, AttributeValue } from "./attributes.ts";
import type { Checked, PagePlan } from "./checked-request.ts";
import { EngineFault } from "./engine-fault.ts";
import { type ExpressionParser, memoised } from "./expression-memo.ts";
import { storeKeys } from "./store-key.ts";
import type { KeyElement, TableDescription } from "./table-description.ts";

type ActionName =
  | "putItem"
  | "updateItem"
  | "deleteItem"
  | "getItem"
  | "batchGetItem"
  | "batchWriteItem"
  | "query"
  | "scan"
  | "createTable";

export type Callback = (error: unknown, result?: unknown) => void;
type NamedStore = {
  lock(key: string, run: (release: (callback: Callback) => Callback) => void): void;
  get(key: string, callback: Callback): void;
  put(key: string, value: AttributeMap, callback: Callback): void;
  del(key: string, callback: Callback): void;
};

/** What dynalite's actions are given instead of its own database. All of it answers at once. */
export type ActionStore = {
  readonly options: { readonly maxItemSize: number; readonly createTableMs: number };
  getTable(name: string, statusOrCallback: boolean | Callback, callback?: Callback): void;
  getItemDb(table: string): NamedStore;
  readonly tableDb: NamedStore & { readonly awsAccountId: string; readonly awsRegion: string };
  /** Told of the item before and after a write; may refuse it. */
  change(table: TableDescription, before: AttributeMap | undefined, after: AttributeMap | undefined): EngineFault | undefined;
};

type Database = {
  validateKey(key: AttributeMap, table: TableDescription): unknown;
  validateItem(item: AttributeMap, table: TableDescription): unknown;
  validateKeyPaths(paths: unknown, table: TableDescription): unknown;
  checkConditional(input: Checked, item: AttributeMap | undefined): unknown;
  mapPath(path: unknown, item: AttributeMap): AttributeValue | null | undefined;
  mapPaths(paths: readonly unknown[], item: AttributeMap): AttributeMap;
  matchesFilter(item: AttributeMap, filter: unknown, operator: string | undefined): boolean;
  matchesExprFilter(item: AttributeMap, expression: unknown): boolean;
  hashPrefix(value: string, type: string): string;
  toRangeStr(value: string, type: string): string;
  createKey: (item: AttributeMap, table: TableDescription, schema?: readonly KeyElement[]) => string;
  createIndexKey: (item: AttributeMap, table: TableDescription, schema: readonly KeyElement[]) => string;
  updateIndexes: (
    store: ActionStore,
    table: TableDescription,
    before: AttributeMap | undefined,
    after: AttributeMap | null | undefined,
    callback: Callback,
  ) => void;
  queryTable: (...parameters: QueryTable) => void;
};
type QueryTable = [
  store: ActionStore,
  table: TableDescription,
  input: Checked,
  range: PagePlan["range"],
  isLocal: boolean | undefined,
  fetchFromTable: boolean,
  startKeyNames: readonly string[],
  callback: Callback,
];
type Validations = {
  checkTypes(input: Record<string, unknown>, types: unknown): Checked;
  checkValidations(input: Checked, types: unknown, custom: unknown, store: ActionStore): void;
};
type Action = (store: ActionStore, input: Checked, callback: Callback) => void;

/** The inside of dynalite, typed. */
export type Dynalite = {
  readonly database: Database;
  /** Parses and validates a request. Throws an EngineFault. */
  check(name: ActionName, input: Record<string, unknown>, store: ActionStore): Checked;
  /** Runs dynalite's own action. Throws an EngineFault. */
  act(name: ActionName, store: ActionStore, input: Checked): Record<string, unknown>;
};

const isFunction = (value: unknown): boolean => typeof value === "function";
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
/** A module object itself, not a copy of it: its functions call one another through it. */
const moduleWith = <Module>(...names: readonly string[]) =>
  z.custom<Module>((value) => isRecord(value) && names.every((name) => isFunction(value[name])));

const ActionModule = z.custom<Action>(isFunction);
const Rules = z.object({ types: z.unknown(), custom: z.unknown().exactOptional() });
const Parser = moduleWith<ExpressionParser>("parse");
const ValidationsModule = moduleWith<Validations>("checkTypes", "checkValidations");
const DatabaseModule = moduleWith<Database>(
  ...["validateKey", "validateItem", "validateKeyPaths", "checkConditional", "mapPath", "mapPaths", "matchesFilter", "matchesExprFilter"],
  ...["hashPrefix", "toRangeStr", "createKey", "createIndexKey", "updateIndexes", "queryTable"],
);

const loaded: { dynalite?: Dynalite } = {};

/** Loads dynalite on first use, with our own keys, index upkeep, reads and a memo for its parsers in place of its own. */
export function loadDynalite(): Dynalite {
  loaded.dynalite ??= prepare(createRequire(import.meta.url));
  return loaded.dynalite;
}

function prepare(require: NodeJS.Require): Dynalite {
  const database = DatabaseModule.parse(require("dynalite/db"));
  const validations = ValidationsModule.parse(require("dynalite/validations"));
  for (const name of ["conditionParser", "updateParser", "projectionParser"]) memoised(Parser.parse(require(`dynalite/db/${name}`)));
  replaceInternals(database);
  const rules = remembering((name) => Rules.parse(require(`dynalite/validations/${name}`)));
  const actions = remembering((name) => ActionModule.parse(require(`dynalite/actions/${name}`)));
  return {
    database,
    check: (name, input, store) =>
      faultsOnly(() => {
        const { types, custom } = rules(name);
        const checked = validations.checkTypes(input, types);
        validations.checkValidations(checked, types, custom, store);
        return checked;
      }),
    act: (name, store, input) => faultsOnly(() => resultOf((callback) => actions(name)(store, input, callback))),
  };
}

/** Actions call these through the module, so replacing them there is enough. */
function replaceInternals(database: Database): void {
  const { keyOf, indexKeyOf } = storeKeys(database.hashPrefix, database.toRangeStr);
  database.createKey = keyOf;
  database.createIndexKey = indexKeyOf;
  database.updateIndexes = (store, table, before, after, callback) => callback(store.change(table, before, after ?? undefined) ?? null);
  database.queryTable = (_store, table, input, range, isLocal, fetchFromTable, startKeyNames, callback) =>
    callback(null, { table, input, range, isLocal: isLocal === true, fetchFromTable, startKeyNames });
}

/** dynalite only waits for its database; ours answers at once, so its actions do too. */
function resultOf(run: (callback: Callback) => void): Record<string, unknown> {
  const answers: { readonly error: unknown; readonly result: unknown }[] = [];
  run((error, result) => answers.push({ error, result }));
  const [answer] = answers;
  if (!answer) throw new Error("a dynalite action did not answer at once");
  if (answer.error) throw answer.error;
  return isRecord(answer.result) ? answer.result : {};
}

const Passed = z.object({ statusCode: z.int(), body: z.record(z.string(), z.unknown()) });

/** dynalite's errors as ours; anything else is a bug and passes. */
function faultsOnly<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw asFault(error) ?? error;
  }
}

/** An error object of dynalite as a fault; undefined for anything else. */
export function asFault(error: unknown): EngineFault | undefined {
  if (error instanceof EngineFault) return error;
  const passed = Passed.safeParse(error);
  if (!passed.success) return undefined;
  const { __type, message, Message, ...details } = passed.data.body;
  return new EngineFault(passed.data.statusCode, { __type: String(__type), message: String(message ?? Message ?? ""), ...details });
}

function remembering<Found>(find: (name: string) => Found): (name: string) => Found {
  const found = new Map<string, Found>();
  return (name) => {
    const known = found.get(name) ?? find(name);
    found.set(name, known);
    return known;
  };
}
