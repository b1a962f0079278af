import { enter } from "../runner/entry.ts";
import { MANY_SUBJECT } from "../show/many.ts";
import { waitForMany } from "./run.ts";

enter(waitForMany, MANY_SUBJECT);
