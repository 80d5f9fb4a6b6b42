import { type AwsRule, each, stack } from "../rule";
import { literalText } from "../stacks";

const forms = [
  /^\d{12}$/,
  /^arn:aws[\w-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/,
  /^arn:aws[\w-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
  /^arn:aws[\w-]*:iam::\d{12}:(role|user)\/.+$/,
];

export const rule: AwsRule = {
  fact: "RAM shares with an account id, or the ARN of an organization, an organizational unit, a role or a user",
  source: "https://docs.aws.amazon.com/ram/latest/APIReference/API_AssociateResourceShare.html",
  check: each("aws_ram_principal_association", ({ args }) => {
    const principal = literalText(args["principal"]);
    if (principal === undefined || forms.some((form) => form.test(principal))) return undefined;
    return `'${principal}' is no principal of RAM`;
  }),
  fails: {
    "s/aws_ram_principal_association.one: 'o-exampleorgid' is no principal of RAM": shared("o-exampleorgid"),
  },
  passes: [shared("222222222222"), shared("arn:aws:organizations::111111111111:organization/o-exampleorgid")],
};

function shared(principal: string) {
  return stack({ "aws_ram_principal_association.one": { principal } });
}
