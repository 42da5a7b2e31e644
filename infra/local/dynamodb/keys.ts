/**
 * Where things stand in LevelDB. Names of tables and indexes hold no "~", and everything is ASCII, so a prefix and its end
 * (the same with DEL for the last "~") enclose exactly one family.
 */
export const itemPrefix = (table: string): string => `item~${table}~`;
export const indexPrefix = (table: string, index: string): string => `index~${table}~${index}~`;
export const tablePrefix = "table~";
export const timeToLivePrefix = "time-to-live~";
export const streamPrefix = "stream~";
export const tokenPrefix = "token~";
export const expiryPrefix = (table: string): string => `expiry~${table}~`;

export const tableKey = (table: string): string => `${tablePrefix}${table}`;
export const timeToLiveKey = (table: string): string => `${timeToLivePrefix}${table}`;
export const tokenKey = (token: string): string => `${tokenPrefix}${token}`;
export const streamKey = (sequence: number): string => `${streamPrefix}${padded(sequence)}`;
export const sequenceOf = (key: string): number => Number(key.slice(streamPrefix.length));
export const expiryKey = (table: string, seconds: number, itemKey: string): string => `${expiryPrefix(table)}${padded(seconds)}~${itemKey}`;
export const formatKey = "meta~format";
export const lastSequenceKey = "meta~sequence";

export type KeyRange = { readonly gte: string; readonly lt: string };

/** Everything under a prefix that ends with "~". */
export const under = (prefix: string): KeyRange => ({ gte: prefix, lt: `${prefix.slice(0, -1)}\x7f` });

const DIGITS = 16;
export const padded = (whole: number): string => String(whole).padStart(DIGITS, "0");
