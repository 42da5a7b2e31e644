import { describe, expect, it } from "vitest";
import { digestAfter, EMPTY_DIGEST, holding, unseen } from "#domain/banking/digest";
import { newRow } from "#domain/banking/incoming";
import { BY_RULE, incoming } from "./rows.ts";

const now = "2025-03-11T06:00:00.000Z";
const held = (row: ReturnType<typeof incoming>) => newRow(row, row.keys[0], 1, BY_RULE, now);

describe("a digest", () => {
  const first = incoming({ providerId: "A", label: "ORANGE" });
  const second = incoming({ providerId: "A", label: "ORANGE SA", updatedAt: "2025-03-12T08:00:00.000Z" });

  it("vouches for what was told and is held", () => {
    const digest = digestAfter({ digest: EMPTY_DIGEST, rowsVersion: 1 }, [first], new Map([[first.keys[0], held(first)]]), []);
    expect(unseen(digest, [first])).toEqual([]);
    expect(unseen(digest, [second])).toEqual([second]);
  });

  it("does not vouch for an older version that was told beside what is held: going back to it is news", () => {
    const digest = digestAfter({ digest: EMPTY_DIGEST, rowsVersion: 1 }, [first], new Map([[first.keys[0], held(second)]]), []);
    expect(unseen(digest, [first])).toEqual([first]);
  });

  it("vouches for nothing once rows were written that it does not know of", () => {
    const digest = digestAfter({ digest: EMPTY_DIGEST, rowsVersion: 4 }, [first], new Map([[first.keys[0], held(first)]]), []);
    expect(unseen(holding(digest, 4), [first])).toEqual([]);
    expect(unseen(holding(digest, 5), [first])).toEqual([first]);
  });
});
