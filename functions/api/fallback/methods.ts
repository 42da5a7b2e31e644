import * as z from "zod";

/** Every path of the API and the methods it has, as the build wrote them: some kilobytes, where the OpenAPI document is half a megabyte. */
export const Methods = z.record(z.string(), z.array(z.string()));
type Methods = z.infer<typeof Methods>;

/**
 * What may be asked of a path, in the order of `Allow`; nothing when there is no such path. Whatever is read may be asked for its
 * headers alone, and everything may be asked what it allows.
 */
export function methodsAt(known: Methods, path: string): readonly string[] {
  const given = segmentsOf(path);
  if (!given) return [];
  const had = new Set(Object.entries(known).flatMap(([template, methods]) => (matches(template.split("/"), given) ? methods : [])));
  if (had.size === 0) return [];
  if (had.has("GET")) had.add("HEAD");
  had.add("OPTIONS");
  return ORDER.filter((method) => had.has(method));
}

const ORDER = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** The parts of a path; null when one is no percent-encoding. They are compared as they were sent. */
function segmentsOf(path: string): readonly string[] | null {
  try {
    decodeURIComponent(path);
    return path.split("/");
  } catch {
    return null;
  }
}

const matches = (template: readonly string[], given: readonly string[]): boolean =>
  template.length === given.length && template.every((part, index) => (part.startsWith("{") ? given[index] !== "" : part === given[index]));
