import { describeChanges } from "./changes";

describeChanges("profiles");
