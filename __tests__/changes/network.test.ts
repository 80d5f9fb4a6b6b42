import { describeChanges } from "./changes";

describeChanges("network");
