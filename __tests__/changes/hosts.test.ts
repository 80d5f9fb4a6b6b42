import { describeChanges } from "./changes";

describeChanges("hosts");
