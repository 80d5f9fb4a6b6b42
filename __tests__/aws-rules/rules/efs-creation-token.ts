import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_efs_file_system",
  argument: "creation_token",
  max: 64,
  pattern: /^.+$/s,
  characters: "any characters",
  source: "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html",
  refused: "",
  taken: "example-apps-content",
});
