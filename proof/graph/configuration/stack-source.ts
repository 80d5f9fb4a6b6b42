/** What a stack is read from. */
import { type JsonObject } from "../json/json-syntax";
import { type Document, type Value } from "../model";
import { type Library } from "./files/library";

export interface StackSource {
  readonly document: Document;
  /** The folder in which Terraform runs, which relative backend paths are relative to. */
  readonly folder: string;
  /** The folder of the root module, among the files of `library`. */
  readonly root: string;
  /** The folder of the files among those of `library`, which relative module sources are relative to. */
  readonly configuration: string;
  /** The parsed files of the folder, which Terraform merges. */
  readonly files: readonly JsonObject[];
  /** The folders of the modules that it calls. */
  readonly library: Library;
  /** Values for variables, `terraform.tfvars` and the like. */
  readonly variables: ReadonlyMap<string, Value>;
}
