import type { Route } from "./route.ts";

/** Media ranges that take a JSON answer, or any. */
const TAKES_JSON = /^(?:\*\/\*|application\/(?:\*|json|problem\+json|[\w.-]+\+json))$/i;

/** Whether the caller takes what the route gives. Only a route that gives JSON, or types it names, is held to it; no header takes anything. */
export function accepts({ status, also, alsoAs, raw, returns }: Route, accept: string | undefined): boolean {
  const givesOther = status === 204 || status === 302 || also.includes(303) || raw || returns.def.type === "null";
  if (givesOther || accept === undefined || accept.trim() === "") return true;
  return accept.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    return (
      (TAKES_JSON.test(type) || alsoAs.includes(type.toLowerCase())) && !parameters.some((parameter) => /^q=0(?:\.0*)?$/i.test(parameter))
    );
  });
}
