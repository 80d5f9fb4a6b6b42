/** Where a transit gateway sends a packet, and what it lacks. */
import { type Resource, type Value } from "../../../graph/model";
import { type Subnet } from "../subnet";
import { type Attachment } from "./attachment";

/** The destination of a packet: a subnet of some VPC, or any public address. */
export type Target = Subnet | "internet";

/** Where the transit gateway routes a packet, or why it drops it. */
export type Forwarded =
  | { readonly kind: "attachment"; readonly attachment: Attachment }
  | {
      readonly kind: "nowhere";
      readonly resource: string;
      readonly detail: string;
      /** Set if the missing piece is known. */
      readonly gap?: TransitGap;
    }
  | { readonly kind: "unknown"; readonly resource: string; readonly detail: string; readonly resolveBy: string };

/** What a transit gateway lacks to forward a packet. */
export type TransitGap =
  /** Its route table has no route to the attachment's VPC. */
  | { readonly lacks: "propagation"; readonly table: Value; readonly name: string; readonly attachment: Resource }
  /** Its route table has no route to the internet, which an attachment cannot propagate. */
  | { readonly lacks: "default route"; readonly table: Value; readonly name: string; readonly gateway: Resource }
  | { readonly lacks: "association"; readonly attachment: Resource; readonly gateway: Resource }
  | { readonly lacks: "attachment"; readonly vpc: Resource; readonly gateway: Resource }
  /** The attachment has no subnet in the Availability Zone of this one. */
  | { readonly lacks: "zone"; readonly attachment: Resource; readonly subnet: Subnet };

export function open(resource: string, detail: string, resolveBy: string): Forwarded {
  return { kind: "unknown", resource, detail, resolveBy };
}
