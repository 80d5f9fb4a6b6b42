/** Outputs and variables that a printed fix declares so that modules and stacks can pass values. */
import { blockAddress } from "../graph/module-names";
import { labelOf } from "./snippet";

export interface NewOutput {
  readonly module: string;
  readonly name: string;
  /** Within the module. */
  readonly value: string;
}

export interface NewVariable {
  /** Of the root module: the user sets it. */
  readonly module: string;
  readonly name: string;
  readonly description?: string;
  /** The argument in the call of the module. */
  readonly argument?: string;
}

export class NewNames {
  private readonly made = new Map<string, NewOutput>();
  private readonly declared = new Map<string, NewVariable>();

  /** @param taken names that other fixes declare, by module; names of this fix are added */
  constructor(private readonly taken: Set<string> = new Set()) {}

  get outputs(): readonly NewOutput[] {
    return [...this.made.values()];
  }

  get variables(): readonly NewVariable[] {
    return [...this.declared.values()];
  }

  /** Data sources without arguments that the fix uses and that do not exist yet. */
  readonly dataSources = new Set<string>();

  /** The name of an output with this value; a missing output is added. */
  output(module: string, value: string, existing: ReadonlySet<string>): string {
    const key = `${blockAddress(module)} ${value}`;
    const found = this.made.get(key);
    if (found) return found.name;
    const wanted = labelOf(value.replace(/^(?:data\.)?(?:aws_|module\.)/, ""));
    const name = this.free(module, wanted, existing);
    this.made.set(key, { module, name, value });
    return name;
  }

  /** The name of a variable with this argument or description; a missing variable is added. */
  variable(variable: NewVariable, existing: ReadonlySet<string>): string {
    const { module, argument, description } = variable;
    const key = `${blockAddress(module)} ${argument ?? description}`;
    const found = this.declared.get(key);
    if (found) return found.name;
    const name = this.free(module, labelOf(variable.name), existing);
    this.declared.set(key, { ...variable, name });
    return name;
  }

  private free(module: string, wanted: string, existing: ReadonlySet<string>): string {
    let name = wanted;
    for (let at = 2; existing.has(name) || this.taken.has(`${blockAddress(module)} ${name}`); at++) {
      name = `${wanted}_${at}`;
    }
    this.taken.add(`${blockAddress(module)} ${name}`);
    return name;
  }

  /** Each declaration with its place. */
  get declarations(): readonly string[] {
    const at = (module: string) => (module === "" ? [] : [`# in ${blockAddress(module)}`]);
    const outputs = this.outputs.map(({ module, name, value }) =>
      [...at(module), `output "${name}" {`, `  value = ${value}`, "}"].join("\n"),
    );
    const variables = this.variables.flatMap(({ module, name, description, argument }) => {
      const described = description === undefined ? [] : [`  description = ${JSON.stringify(description)}`];
      const body = description === undefined ? ["  type = string"] : [...described, "  type        = string"];
      const variable = [...at(module), `variable "${name}" {`, ...body, "}"].join("\n");
      const given = `# in the call of ${blockAddress(module)}\n${name} = ${argument}`;
      return argument === undefined ? [variable] : [variable, given];
    });
    const sources = [...this.dataSources].map((name) => `data "aws_caller_identity" "${name}" {}`);
    return [...outputs, ...variables, ...sources];
  }
}
