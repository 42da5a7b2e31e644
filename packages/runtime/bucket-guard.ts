import type { CompanyId } from "#domain/ids";
import type { Bucket } from "./bucket.ts";

/** An object outside the caller's company: our bug, never the caller's input. */
class ForeignObject extends Error {
  override readonly name = "ForeignObject";
}

const KEY = /^(?:exports|uploads|attachments)\/(cmp_[0-9A-Z]{26})\/[^/]/;

/**
 * The bucket as one company's work sees it: any key that is not under the company's own folder of exports, uploads or attachments throws. Where the
 * company is learnt on the way (a share link), the key must at least be some company's; it was read from that company's own item.
 */
export function guardedBucket(bucket: Bucket, companyId: CompanyId | null): Bucket {
  const own = (key: string): string => {
    const owner = KEY.exec(key)?.[1];
    if (owner === undefined || key.includes("..") || (companyId !== null && owner !== companyId))
      throw new ForeignObject("a command left the company's folders");
    return key;
  };
  return {
    put: async (key, ...rest) => bucket.put(own(key), ...rest),
    stream: async (key, ...rest) => bucket.stream(own(key), ...rest),
    linkTo: async (key, ...rest) => bucket.linkTo(own(key), ...rest),
    linkToPut: async (key, ...rest) => bucket.linkToPut(own(key), ...rest),
    remove: async (key) => bucket.remove(own(key)),
    size: async (key) => bucket.size(own(key)),
    read: (key, limits) => bucket.read(own(key), limits),
  };
}
