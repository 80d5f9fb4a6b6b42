/** The fields that every kind of resource takes from its header. */
import {
  type Action,
  type Document,
  type Provider,
  type ResourceHeader,
  type ResourceKey,
  type Unknown,
} from "./model";

export abstract class ResourceBase implements ResourceHeader {
  readonly key: ResourceKey;
  readonly document: Document;
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly module: string;
  readonly instance?: string | number;
  readonly action?: Action;
  readonly provider?: Provider;
  readonly unsure?: Unknown;

  constructor(header: ResourceHeader) {
    this.key = header.key;
    this.document = header.document;
    this.address = header.address;
    this.mode = header.mode;
    this.type = header.type;
    this.name = header.name;
    this.module = header.module;
    this.instance = header.instance;
    this.action = header.action;
    this.provider = header.provider;
    this.unsure = header.unsure;
  }
}
