import type * as z from "zod";
import type { Flaw } from "#domain/refusals";
import { escapePointer, snake } from "./case.ts";

type Issue = z.core.$ZodIssue;

/** Validation issues as flaws: a pointer in wire spelling and one of our own message codes, never a library's sentence. Of two bounds on one value the narrower is told. */
export function flawsOf(issues: readonly Issue[], prefix: string): Flaw[] {
  const flaws = issues.flatMap((issue) => flawsOfIssue(issue, prefix));
  const byPlace = new Map(flaws.map((flaw) => [`${flaw.pointer} ${flaw.message.split(":", 1)[0]}`, flaw]));
  return [...byPlace.values()].slice(0, FLAWS_MAX);
}

const FLAWS_MAX = 50;

function flawsOfIssue(issue: Issue, prefix: string): Flaw[] {
  const pointer = prefix + issue.path.map((part) => `/${escapePointer(typeof part === "string" ? snake(part) : String(part))}`).join("");
  if (issue.code === "invalid_union" && issue.errors.length > 0)
    return nearest(issue.errors).flatMap((inner) => flawsOfIssue(inner, pointer));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escapePointer(snake(key))}`, message: "unknown_field" }));
  return [{ pointer, message: messageOf(issue) }];
}

/** What is wrong by the shape the value comes nearest to: the one with the fewest flaws, the first of equals. */
const nearest = (shapes: readonly (readonly Issue[])[]): readonly Issue[] =>
  shapes.reduce((best, shape) => (shape.length < best.length ? shape : best));

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "required" : `expected_${issue.expected}`;
    case "too_small":
      return issue.origin === "string"
        ? issue.minimum === 1
          ? "empty"
          : `at_least:${issue.minimum}:characters`
        : `at_least:${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" ? `at_most:${issue.maximum}:characters` : `at_most:${issue.maximum}`;
    case "invalid_value":
      return `one_of:${issue.values.map(String).slice(0, 30).join(", ")}`;
    case "invalid_format":
      return `format:${FORMATS.has(issue.format) ? issue.format : "pattern"}`;
    case "custom":
      return typeof issue.params?.["code"] === "string" ? issue.params["code"] : "invalid";
    default:
      return "invalid";
  }
}

const FORMATS = new Set<string>(["date", "datetime", "email", "url"]);
