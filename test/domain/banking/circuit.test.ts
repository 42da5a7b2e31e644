import { describe, expect, it } from "vitest";
import { afterFailure, type Circuit, CLOSED, passageAt } from "#domain/banking/circuit";
import { shifted } from "#domain/dates";

const NOON = "2026-11-25T12:00:00.000Z";
const at = (seconds: number) => shifted(NOON, seconds);
const failing = (who: readonly string[], from: Circuit = CLOSED) =>
  who.reduce((circuit, one, index) => afterFailure(circuit, one, at(index), 5), from);

describe("a circuit", () => {
  it("opens at the fifth failure in a row of several connections, for a minute", () => {
    expect(passageAt(failing(["a", "b", "a", "b"]), at(4)).kind).toBe("pass");
    const open = failing(["a", "b", "a", "b", "a"]);
    expect(passageAt(open, at(5))).toEqual({ kind: "wait", until: at(64) });
    expect(passageAt(open, at(63)).kind).toBe("wait");
  });

  it("stays closed for one connection that fails alone, however often", () => {
    expect(passageAt(failing(Array.from({ length: 30 }, () => "a")), at(30)).kind).toBe("pass");
  });

  it("forgets failures that are an hour apart", () => {
    const spread = ["a", "b", "a", "b", "a", "b"].reduce((circuit, one, index) => afterFailure(circuit, one, at(index * 3_700), 5), CLOSED);
    expect(spread).toMatchObject({ failures: 1, openUntil: null });
  });

  it("lets one run try when its time is over, and the others wait for it", () => {
    const open = failing(["a", "b", "a", "b", "a"]);
    const probing = passageAt(open, at(64));
    if (probing.kind !== "probe") throw new Error("no probe");
    expect(passageAt(probing.circuit, at(65))).toEqual({ kind: "wait", until: at(64 + 360) });
    expect(passageAt(probing.circuit, at(64 + 360)).kind).toBe("probe");
  });

  it("opens for twice as long each time the try fails, a quarter of an hour at most", () => {
    let circuit = failing(["a", "b", "a", "b", "a"]);
    const lasted: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const now = circuit.openUntil ?? NOON;
      circuit = afterFailure(circuit, "a", now, 5);
      lasted.push((Date.parse(circuit.openUntil ?? NOON) - Date.parse(now)) / 1_000);
    }
    expect(lasted).toEqual([120, 240, 480, 900, 900, 900]);
  });

  it("does not change for a run that began before it opened", () => {
    const open = failing(["a", "b", "a", "b", "a"]);
    expect(afterFailure(open, "c", at(10), 5)).toBe(open);
  });
});
