import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_s3_bucket",
  argument: "bucket",
  max: 63,
  min: 3,
  pattern:
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+(\.\d+){3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]*[a-z0-9](?<!-s3alias|--ol-s3|--x-s3)$/,
  characters: "lower-case letters, digits, dots and hyphens, with a letter or digit at both ends",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  refused: "Example_State",
  taken: "example-terraform-state",
});
