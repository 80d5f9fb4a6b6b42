import { describeChanges } from "./changes";

describeChanges("eks");
