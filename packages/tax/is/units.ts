import * as z from "zod";
import { humanText } from "#domain/text";

const LABEL_MAX = 120;

/** A hundred billion euros: beyond any company this is for, small enough that every sum stays an exact integer. */
const AMOUNT_MAX = 10_000_000_000_000;

/** Whole cents of either sign. */
export const Amount = z.int().min(-AMOUNT_MAX).max(AMOUNT_MAX);
/** Whole cents, zero or more. */
export const PositiveAmount = z.int().min(0).max(AMOUNT_MAX);
/** Parts per million of a whole. */
export const Share = z.int().min(0).max(1_000_000);
/** What a person calls it, in their words. */
export const Label = humanText(LABEL_MAX).min(1);
