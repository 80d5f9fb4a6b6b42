import { describeChanges } from "./changes";

describeChanges("adopted");
