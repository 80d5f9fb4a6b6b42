import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Fn, TerraformSelf, Token } from "cdktf";
import { Construct } from "constructs";

/** A tag or a digest: anything else would be another image, or break the JSON of the container definitions. */
const tagOrDigest = "^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$";

/** The tag or digest of an image that others roll out: they write it to an SSM parameter, which each plan reads. */
export class ImageTag extends Construct {
  /** The end of the image's name: `:1.27` or `@sha256:…`. */
  readonly suffix: string;

  /** @param parameterName such as `/images/web` */
  constructor(scope: Construct, id: string, parameterName: string) {
    super(scope, id);
    const parameter = new DataAwsSsmParameter(this, "Resource", {
      name: parameterName,
      lifecycle: {
        postcondition: [
          {
            condition: Fn.can(Fn.regex(tagOrDigest, TerraformSelf.getString("insecure_value"))),
            errorMessage: `the SSM parameter ${parameterName} should be a String with the image's tag or digest, such as 1.27 or sha256:…`,
          },
        ],
      },
    });
    // `value` is marked as sensitive, and would hide the container definitions from plans and reviews.
    const value = parameter.insecureValue;
    this.suffix = `${Token.asString(Fn.conditional(Fn.startswith(value, "sha256:"), "@", ":"))}${value}`;
  }
}
