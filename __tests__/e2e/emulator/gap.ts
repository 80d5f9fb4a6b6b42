import { type AwsRequest, type AwsResponse } from "./request";

/** The caller of an API. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  /** The ARN of the user or of the role session. */
  readonly arn: string;
}

/** The parts of the emulator that a gap can use. */
export interface Behind {
  /** Forwards a call to the emulator, changed or not. */
  forward(request: AwsRequest): Promise<AwsResponse>;
  /** The account that a call is made in, 12 digits. */
  accountOf(request: AwsRequest): Promise<string>;
  callerOf(request: AwsRequest): Promise<Caller>;
}

/** A call that the emulator doesn't implement, answered in AWS's wire format; its changes are stored. */
export interface Gap {
  /** A description of what is missing. */
  readonly lacks: string;
  /** The emulator version in which it was found missing. */
  readonly seenIn: string;
  /** The answer, or undefined if the call belongs to another gap. */
  answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> | AwsResponse | undefined;
}
