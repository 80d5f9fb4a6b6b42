/** The search box and the choice of a verdict: either one turns the tree into a flat list of what was found. */
import { type PathVerdict } from "../../proof/verdict";
import { element } from "./dom";
import { type Model } from "./model";
import { type Tree } from "./tree";
import { verdictMark } from "./verdict";

export class SearchBox {
  readonly element: HTMLElement;
  private readonly input = element("input", {
    type: "search",
    id: "search",
    placeholder: "name, address, zone, range …",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly found = element("p", { role: "status", class: "found" });
  private verdict: PathVerdict | undefined;

  /** @param showAll shows the whole tree */
  constructor(
    private readonly model: Model,
    private readonly tree: Tree,
    private readonly showAll: () => void,
  ) {
    this.element = element(
      "div",
      { role: "search", class: "search" },
      element("label", { for: "search" }, "Search ", element("kbd", {}, "/")),
      this.input,
      this.verdicts(),
      this.found,
    );
    this.input.addEventListener("input", () => this.update());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.tree.focus();
    });
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private verdicts(): HTMLElement {
    const choices = [undefined, "fails", "unknown", "mounts"] as const;
    return element(
      "fieldset",
      {},
      element("legend", { class: "hidden" }, "Workloads by verdict"),
      ...choices.map((verdict) => this.choice(verdict)),
    );
  }

  private choice(verdict: PathVerdict | undefined): HTMLElement {
    const radio = element("input", { type: "radio", name: "verdict", checked: verdict === undefined });
    radio.addEventListener("change", () => {
      this.verdict = verdict;
      this.update();
    });
    const count = verdict === undefined ? "" : ` ${this.model.countOf(verdict)}`;
    return element(
      "label",
      { class: verdict ?? "all" },
      radio,
      element("span", {}, verdict === undefined ? undefined : verdictMark(verdict), `${verdict ?? "all"}${count}`),
    );
  }

  private update(): void {
    const query = this.input.value.trim();
    if (query === "" && this.verdict === undefined) {
      this.found.textContent = "";
      this.showAll();
      return;
    }
    const ids = this.model.search(query, this.verdict);
    this.found.textContent = ids.length === 1 ? "1 found" : `${ids.length} found`;
    this.tree.show(ids, true);
  }
}
