import { describeChanges } from "./changes";

describeChanges("fargate");
