/**
 * Interprets a shell script on a `HostState` without running anything: which files it writes, with holes for what only
 * the host knows. Commands are assumed to succeed; both branches of an unknown condition are followed and merged.
 */
import {
  type AndOr,
  type Case,
  type Command,
  type CommandNode,
  type CompoundList,
  type Function as ShellFunction,
  parse,
  type ParsedScript,
  type Pipeline,
  type PipelineNode,
  type Redirection,
  type Statement,
  type Word,
} from "unbash";

import { type CommandRun, runCommand } from "./commands";
import { type Scope, textOf, wordsOf } from "./expansion";
import { hole, type HostState } from "./host-state";
import { maySet } from "./nounset";
import { redirectionsOf } from "./redirections";
import { type Shell, type Status } from "./shell";
import { negate, testStatus } from "./test-command";

/** The end of a list of commands: `left` if no further command of it runs. */
type End = "goes-on" | "left";

const deepest = 24;
const mostSteps = 20_000;

/** Collects the states at the exits of a function, loop or script. */
interface Frame {
  readonly kind: "script" | "function" | "loop";
  readonly exits: HostState[];
}

export class Interpreter implements Shell {
  private readonly functions = new Map<string, ShellFunction>();
  private readonly frames: Frame[] = [];
  private positional: readonly string[] | undefined = undefined;
  private nounset = false;
  private text = "";
  private depth = 0;
  private steps = 0;

  /** @param doubts reasons why the script may do something that can't be read, one clause each */
  constructor(
    public state: HostState,
    readonly doubts: Set<string>,
  ) {}

  /** @param what the name of the script in a doubt */
  run(script: string, what: string): void {
    this.text += `${script}\n`;
    if (/^#!.*sh\s+-[a-zA-Z]*u/.test(script)) this.nounset = true;
    const parsed = parse(script);
    if (parsed.errors !== undefined && parsed.errors.length > 0) {
      this.doubts.add(`${what} can't be parsed: ${parsed.errors[0]!.message}`);
      return;
    }
    this.script(parsed);
  }

  nested(script: string, what: string): void {
    if (++this.depth > deepest) this.doubts.add(`${what} calls itself`);
    else this.run(script, what);
    this.depth--;
  }

  leave(kind: Frame["kind"]): void {
    const frame = this.frames.findLast((one) => one.kind === kind) ?? this.frames[0];
    frame?.exits.push(this.state.clone());
  }

  setPositional(words: readonly string[] | undefined): void {
    this.positional = words;
  }

  setNounset(option: boolean): void {
    this.nounset = option;
  }

  shellFunction(name: string): ShellFunction | undefined {
    return this.functions.get(name);
  }

  call(shellFunction: ShellFunction, words: readonly string[]): void {
    const outer = this.positional;
    if (++this.depth > deepest) this.doubts.add(`function ${shellFunction.name.text} calls itself`);
    else {
      this.positional = words;
      this.framed("function", () => {
        const { body } = shellFunction;
        return body.type === "CompoundList" ? this.list(body.commands) : this.node(body, undefined).end;
      });
      this.positional = outer;
    }
    this.depth--;
  }

  private script(script: ParsedScript): void {
    this.framed("script", () => this.list(script.commands));
  }

  /** All exits of the frame are merged after it. */
  private framed(kind: Frame["kind"], body: () => End): End {
    const frame: Frame = { kind, exits: [] };
    this.frames.push(frame);
    const end = body();
    this.frames.pop();
    const [first, ...others] = frame.exits;
    if (first === undefined) return end;
    if (end === "left") this.state = first;
    else others.push(first);
    for (const one of others) this.state.join(one, "it depends on where the script leaves off");
    return "goes-on";
  }

  private list(statements: readonly Statement[]): End {
    for (const { command } of statements) {
      if (++this.steps > mostSteps) {
        this.doubts.add("the script is too long to follow");
        return "left";
      }
      if (this.andOr(command).end === "left") return "left";
    }
    return "goes-on";
  }

  private andOr(node: PipelineNode | AndOr): CommandRun & { readonly end: End } {
    if (node.type !== "AndOr") return this.pipeline(node, undefined);
    let last = this.pipeline(node.commands[0]!, undefined);
    for (const [at, operator] of node.operators.entries()) {
      if (last.end === "left") return last;
      const next = node.commands[at + 1]!;
      const succeeds = last.status === "true" || last.status === "assumed";
      if (last.status === "unknown") {
        const before = this.state.clone();
        const ran = this.pipeline(next, undefined);
        if (ran.end === "left") this.state = before;
        else this.state.join(before, `it depends on ${describe(node.commands[at]!)}`);
        last = { status: ran.end === "left" ? "assumed" : "unknown", end: "goes-on" };
      } else if (succeeds === (operator === "&&")) last = this.pipeline(next, undefined);
    }
    return last;
  }

  private pipeline(node: PipelineNode, input: string | undefined): CommandRun & { readonly end: End } {
    if (node.type !== "Pipeline") return this.node(node, input);
    return this.piped(node);
  }

  private piped({ commands, prefixes }: Pipeline): CommandRun & { readonly end: End } {
    let stdin: string | undefined;
    let ran: CommandRun & { readonly end: End } = { status: "assumed", end: "goes-on" };
    const before = this.state.output;
    for (const [at, command] of commands.entries()) {
      this.state.output = "";
      ran = this.node(command, stdin);
      stdin = this.state.output;
      if (at < commands.length - 1) this.state.output = "";
    }
    this.state.output = before + (commands.length > 0 ? (stdin ?? "") : "");
    const negated = prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
    return { status: negated ? negate(ran.status) : ran.status, end: commands.length > 1 ? "goes-on" : ran.end };
  }

  private node(node: CommandNode, stdin: string | undefined): CommandRun & { readonly end: End } {
    const goesOn = (status: Status = "assumed") => ({ status, end: "goes-on" as const });
    switch (node.type) {
      case "Command":
        return this.command(node, stdin);
      case "Redirected":
        return this.redirected(node.redirects, stdin, (input) => this.node(node.command, input));
      case "BraceGroup":
        return { status: "assumed", end: this.list(node.body.commands) };
      case "Subshell":
        return this.subshell(node.body);
      case "If":
        return { status: "assumed", end: this.branches([node, ...node.elif], node.else) };
      case "Case":
        return { status: "assumed", end: this.cases(node) };
      case "For": {
        const words = node.wordlist?.flatMap((word) => wordsOf(this.scope(), word)) ?? this.positional;
        return { status: "assumed", end: this.loop(node.body, textOf(this.scope(), node.name), words) };
      }
      case "Select":
      case "ArithmeticFor":
        return { status: "assumed", end: this.loop(node.body, undefined, undefined) };
      case "While": {
        this.list(node.clause.commands);
        return { status: "assumed", end: this.loop(node.body, undefined, undefined) };
      }
      case "Function":
        this.functions.set(node.name.value, node);
        return goesOn();
      case "TestCommand":
        return goesOn(testStatus(this.scope(), node.expression));
      case "ArithmeticCommand":
        return goesOn("unknown");
      case "Coproc":
        this.doubts.add("it starts a coprocess");
        return goesOn();
    }
  }

  private subshell(body: CompoundList): CommandRun & { readonly end: End } {
    const before = this.state.clone();
    this.framed("script", () => this.list(body.commands));
    this.state.restoreVariables(before);
    return { status: "assumed", end: "goes-on" };
  }

  private branches(
    [first, ...others]: readonly { readonly clause: CompoundList; readonly then: CompoundList }[],
    otherwise: CompoundList | undefined,
  ): End {
    if (first === undefined) return otherwise === undefined ? "goes-on" : this.list(otherwise.commands);
    const { commands } = first.clause;
    if (this.list(commands.slice(0, -1)) === "left") return "left";
    const condition = commands.at(-1)?.command;
    const { status } = condition === undefined ? { status: "unknown" as const } : this.andOr(condition);
    if (status === "true") return this.list(first.then.commands);
    if (status === "false") return this.branches(others, otherwise);
    const why = `it depends on ${condition === undefined ? "a condition" : describe(condition)}`;
    return this.either(why, [() => this.list(first.then.commands), () => this.branches(others, otherwise)]);
  }

  private cases({ word, items }: Case): End {
    const value = textOf(this.scope(), word);
    if (!value.includes(hole) && items.every(({ pattern }) => pattern.every(isPlain))) {
      const found = items.find(({ pattern }) => pattern.some((one) => one.value === value || one.text === "*"));
      return found === undefined ? "goes-on" : this.list(found.body.commands);
    }
    const bodies = items.map(
      ({ body }) =>
        () =>
          this.list(body.commands),
    );
    const exhaustive = items.some(({ pattern }) => pattern.some(({ text }) => text === "*"));
    const none = (): End => "goes-on";
    return this.either(`it depends on ${word.text}`, exhaustive ? bodies : [...bodies, none]);
  }

  /** Runs each branch from here, and merges those that continue. */
  private either(why: string, bodies: readonly (() => End)[]): End {
    const before = this.state;
    let joined: HostState | undefined;
    for (const body of bodies) {
      this.state = before.clone();
      if (body() === "left") continue;
      if (joined) joined.join(this.state, why);
      else joined = this.state;
    }
    this.state = joined ?? before;
    return joined ? "goes-on" : "left";
  }

  /** @param words undefined if the number of iterations is not known */
  private loop(body: CompoundList, variable: string | undefined, words: readonly string[] | undefined): End {
    const known = words !== undefined && words.length <= 32 && !words.some((word) => word.includes(hole));
    return this.framed("loop", () => {
      if (known) {
        for (const word of words) {
          if (variable !== undefined) this.state.setVariable(variable, word);
          if (this.list(body.commands) === "left") return "left";
        }
        return "goes-on";
      }
      // Runs twice, so that the second iteration sees the results of the first.
      for (let round = 0; round < 2; round++) {
        if (variable !== undefined) this.state.setVariable(variable, hole);
        const none = (): End => "goes-on";
        if (this.either("it depends on how often a loop runs", [() => this.list(body.commands), none]) === "left")
          break;
      }
      return "goes-on";
    });
  }

  private command(command: Command, stdin: string | undefined): CommandRun & { readonly end: End } {
    const scope = this.scope();
    return this.redirected(command.redirects, stdin, (input) => {
      const assignments = command.prefix.filter((one) => one.type === "Assignment");
      if (command.name === undefined) {
        for (const one of assignments) this.assign(one.name, one.value, one.append === true, one.index !== undefined);
        return { status: "assumed", end: "goes-on" };
      }
      const words = [
        ...wordsOf(scope, command.name),
        ...command.args.flatMap((one) => {
          if (one.type === "Word") return wordsOf(scope, one);
          // `export NAME=value` and similar.
          this.assign(one.name, one.value, one.append === true, one.index !== undefined);
          return [];
        }),
      ];
      const { status, leaves } = runCommand(this, words, input);
      return { status, end: leaves ? "left" : "goes-on" };
    });
  }

  private assign(name: string, value: Word | { readonly type: "ArrayValue" }, append: boolean, indexed: boolean): void {
    const text = value.type === "ArrayValue" || indexed ? hole : textOf(this.scope(), value);
    this.state.setVariable(name, append ? `${this.state.variable(name) ?? hole}${text}` : text);
  }

  private redirected(
    redirects: readonly Redirection[],
    stdin: string | undefined,
    run: (stdin: string | undefined) => CommandRun & { readonly end: End },
  ): CommandRun & { readonly end: End } {
    const { input, targets } = redirectionsOf(this.scope(), this.state, redirects, stdin);
    if (targets.length === 0) return run(input);
    const before = this.state.output;
    this.state.output = "";
    const ran = run(input);
    const said = this.state.output;
    this.state.output = before;
    for (const { path, append } of targets) this.writeTo(path, said, append);
    return ran;
  }

  writeTo(path: string, text: string, append: boolean): void {
    if (/^\/dev\//.test(path)) return;
    if (this.state.resolve(path).includes(hole)) this.doubts.add("it writes to a file whose name is not known");
    else this.state.write(path, text, append, "it holds what only the host knows");
  }

  private scope(): Scope {
    return {
      state: this.state,
      positional: this.positional,
      unset: (name) => {
        if (this.nounset && !maySet(this.text, name))
          this.doubts.add(`it ends where it uses $${name}, which it does not set (set -u)`);
      },
      substitute: (script) => {
        const before = this.state.output;
        const outer = this.state.clone();
        this.state.output = "";
        this.script(script);
        const said = this.state.output;
        this.state.restoreVariables(outer);
        this.state.output = before;
        return said;
      },
    };
  }
}

function isPlain({ text, value, parts }: Word): boolean {
  return text === "*" || (parts === undefined && !/[*?[]/.test(value));
}

/** A condition as text for messages. */
function describe(node: PipelineNode | AndOr): string {
  if (node.type !== "Command") return "a condition";
  const words = [node.name, ...node.args].map((word) => word?.text ?? "");
  return `\`${words.join(" ").slice(0, 60).trim()}\``;
}
