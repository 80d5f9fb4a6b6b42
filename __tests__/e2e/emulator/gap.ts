import { type AwsRequest, type AwsResponse } from "./request";

/** Who makes a call. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  /** Of the user, or of the session of a role. */
  readonly arn: string;
}

/** What a gap may ask of the emulator behind it. */
export interface Behind {
  /** Sends a call on to the emulator, changed or not. */
  forward(request: AwsRequest): Promise<AwsResponse>;
  /** The account that a call is made in, 12 digits. */
  accountOf(request: AwsRequest): Promise<string>;
  callerOf(request: AwsRequest): Promise<Caller>;
}

/** A call that the emulator lacks, answered in AWS's wire format; what it changes is kept. */
export interface Gap {
  /** What is missing, for people. */
  readonly lacks: string;
  /** The emulator's version in which it was seen missing. */
  readonly seenIn: string;
  /** The answer, or undefined where the call is another's. */
  answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> | AwsResponse | undefined;
}
