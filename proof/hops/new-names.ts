/** What a printed fix declares besides its resources: outputs and variables by which modules and stacks name each other's. */
import { blockAddress } from "../graph/module-names";
import { labelOf } from "./snippet";

export interface NewOutput {
  readonly module: string;
  readonly name: string;
  /** Within the module. */
  readonly value: string;
}

export interface NewVariable {
  /** Of the root module: whoever runs Terraform sets it. */
  readonly module: string;
  readonly name: string;
  readonly description?: string;
  /** What the module's call gives it. */
  readonly argument?: string;
}

export class NewNames {
  private readonly made = new Map<string, NewOutput>();
  private readonly declared = new Map<string, NewVariable>();

  /** @param taken module and name of what other fixes declare; what is declared here is added */
  constructor(private readonly taken: Set<string> = new Set()) {}

  get outputs(): readonly NewOutput[] {
    return [...this.made.values()];
  }

  get variables(): readonly NewVariable[] {
    return [...this.declared.values()];
  }

  /** Data sources without arguments that are named, but not there yet. */
  readonly dataSources = new Set<string>();

  /** The name of an output with the value, which is made if there is none. */
  output(module: string, value: string, existing: ReadonlySet<string>): string {
    const key = `${blockAddress(module)} ${value}`;
    const found = this.made.get(key);
    if (found) return found.name;
    const wanted = labelOf(value.replace(/^(?:data\.)?(?:aws_|module\.)/, ""));
    const name = this.free(module, wanted, existing);
    this.made.set(key, { module, name, value });
    return name;
  }

  /** The name of a variable that is given the argument, or that is described; it is made if there is none. */
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

  /** Each with the place where it stands. */
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
