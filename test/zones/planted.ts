/** Mistakes with local time as people make them: what stands in `packages/domain/dates.ts`, and what would stand there. */
const PLANTED = {
  /** Midnight without its Z is local midnight: east of Greenwich that is the day before. */
  made_locally: ["T00:00:00Z", "T00:00:00"],
  /** A day read off the local clock: west of Greenwich it is still the day before. */
  read_locally: [
    "businessDate(at.toISOString().slice(0, 10))",
    "businessDate([at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-'))",
  ],
} as const;
export type PlantedBug = keyof typeof PLANTED;

/** A vite plugin that plants one of them, or none, in the code under test. Throws when there is nowhere to plant it any more. */
export function plantedBug(name: string | undefined) {
  const planted = Object.entries(PLANTED).find(([known]) => known === name)?.[1];
  return {
    ...{ name: "planted-bug", enforce: "pre" },
    transform(code: string, id: string): string | undefined {
      if (!planted || !id.endsWith("/packages/domain/dates.ts")) return undefined;
      const [right, wrong] = planted;
      if (!code.includes(right)) throw new Error(`nowhere to plant ${name}`);
      return code.replaceAll(right, wrong);
    },
  } as const;
}
