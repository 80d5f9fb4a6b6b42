/**
 * The tree of accounts, VPCs and workloads, or a flat list of what was found. Keys as in the ARIA Authoring Practices
 * (https://www.w3.org/WAI/ARIA/apg/patterns/treeview/): arrows, Home, End, Enter and Space. Children are made when their
 * parent is first opened.
 */
import { element } from "./dom";
import { kindNames, type Model } from "./model";
import { verdictMark } from "./verdict";

/** Longer lists end with an item that shows more. */
const step = 100;

export class Tree {
  readonly element = element("ul", { role: "tree", "aria-label": "Accounts, VPCs and workloads", class: "tree" });
  private readonly items = new Map<number, HTMLElement>();
  private current: HTMLElement | undefined;
  private selected: number | undefined;
  private isFlat = false;

  constructor(
    private readonly model: Model,
    private readonly onSelect: (id: number) => void,
  ) {
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("click", (event) => this.click(event));
  }

  /** Shows nodes with what is below them, or as a flat list. */
  show(ids: readonly number[], isFlat: boolean): void {
    this.isFlat = isFlat;
    this.items.clear();
    this.current = undefined;
    this.element.replaceChildren();
    this.fill(this.element, ids, 1);
    this.makeCurrent(this.element.querySelector<HTMLElement>("[role=treeitem]") ?? undefined);
  }

  /** Opens a node; the nodes above it must be open. */
  open(id: number): void {
    const item = this.items.get(id);
    if (item) this.setOpen(item, true);
  }

  /** Marks a node as selected, and shows it if it is in the tree. */
  select(id: number): void {
    const before = this.selected === undefined ? undefined : this.items.get(this.selected);
    before?.setAttribute("aria-selected", "false");
    this.selected = id;
    if (!this.isFlat) for (const above of this.model.above(id)) this.open(above);
    const item = this.items.get(id);
    if (!item) return;
    item.setAttribute("aria-selected", "true");
    this.makeCurrent(item);
    item.scrollIntoView({ block: "nearest" });
  }

  focus(): void {
    this.current?.focus();
  }

  private fill(into: HTMLElement, ids: readonly number[], level: number): void {
    into.append(...ids.slice(0, step).map((id) => this.item(id, level)));
    const rest = ids.slice(step);
    if (rest.length === 0) return;
    const attributes = { role: "treeitem", "aria-level": level, "aria-selected": "false", tabindex: -1 };
    const more = element("div", { ...attributes, class: "row more" }, `${rest.length} more`);
    const place = element("li", { role: "none" }, more);
    more.addEventListener("more", () => {
      const isCurrent = this.current === more;
      this.fill(into, rest, level);
      const next = place.nextElementSibling!.querySelector<HTMLElement>("[role=treeitem]")!;
      place.remove();
      if (!isCurrent) return;
      this.makeCurrent(next);
      next.focus();
    });
    into.append(place);
  }

  /** A row with the role of the item, so that its name has nothing of the items below it; those follow in the same place. */
  private item(id: number, level: number): HTMLElement {
    const { name, note, kind, verdict, children } = this.model.node(id);
    const hasChildren = !this.isFlat && children.length > 0;
    const isGroup = kind === "group";
    const place = [kindNames[kind], note, this.place(id)].filter(Boolean).join(" · ");
    // Read to those who don't see colors and the tree's levels.
    const told = [this.isFlat || isGroup ? undefined : kindNames[kind], verdict].filter(Boolean);
    const item = element(
      "div",
      {
        role: "treeitem",
        "aria-level": level,
        "aria-expanded": hasChildren ? "false" : undefined,
        "aria-selected": this.selected === id ? "true" : "false",
        tabindex: -1,
        "data-id": id,
        class: `row kind-${kind}`,
      },
      element("span", { class: "twisty", "aria-hidden": "true" }),
      verdict === undefined ? undefined : verdictMark(verdict),
      element("span", { class: "name" }, name),
      element("span", { class: "hidden" }, `, ${told.map((one) => `${one}, `).join("")}`),
      this.isFlat
        ? element("span", { class: "place" }, place)
        : element("span", { class: "note" }, isGroup ? String(children.length) : note),
    );
    this.items.set(id, item);
    return element("li", { role: "none" }, item);
  }

  /** Where a found node is: the nearest VPC, or its account. */
  private place(id: number): string {
    const above = this.model.above(id).map((at) => this.model.node(at));
    const found = above.findLast(({ kind }) => kind === "vpc") ?? above[0];
    return found && found.kind !== "group" ? found.name : "";
  }

  private setOpen(item: HTMLElement, open: boolean): void {
    if (!item.hasAttribute("aria-expanded")) return;
    item.setAttribute("aria-expanded", String(open));
    const group = groupOf(item);
    if (group) group.hidden = !open;
    else if (open) {
      const id = idOf(item);
      const made = element("ul", { role: "group", id: `below-${id}` });
      this.fill(made, this.model.node(id).children, Number(item.getAttribute("aria-level")) + 1);
      item.after(made);
      item.setAttribute("aria-owns", made.id);
    }
  }

  private makeCurrent(item: HTMLElement | undefined): void {
    this.current?.setAttribute("tabindex", "-1");
    this.current = item;
    item?.setAttribute("tabindex", "0");
  }

  private move(to: Element | null | undefined): void {
    if (!to) return;
    this.makeCurrent(to as HTMLElement);
    this.current!.focus();
    this.current!.scrollIntoView({ block: "nearest" });
  }

  private activate(item: HTMLElement): void {
    if (item.classList.contains("more")) item.dispatchEvent(new Event("more"));
    else this.onSelect(idOf(item));
  }

  private click(event: Event): void {
    const target = event.target as Element;
    const item = target.closest<HTMLElement>("[role=treeitem]");
    if (!item) return;
    this.makeCurrent(item);
    item.focus();
    const isOpen = item.getAttribute("aria-expanded") === "true";
    if (target.closest(".twisty")) this.setOpen(item, !isOpen);
    else {
      this.setOpen(item, !isOpen || !item.classList.contains("kind-group"));
      this.activate(item);
    }
  }

  private key(event: KeyboardEvent): void {
    const item = this.current;
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const expanded = item.getAttribute("aria-expanded");
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const seen = this.visible();
        this.move(seen[seen.indexOf(item) + (event.key === "ArrowDown" ? 1 : -1)]);
        break;
      }
      case "ArrowRight":
        if (expanded === "false") this.setOpen(item, true);
        else this.move(groupOf(item)?.querySelector("[role=treeitem]"));
        break;
      case "ArrowLeft":
        if (expanded === "true") this.setOpen(item, false);
        else this.move(item.closest("[role=group]")?.previousElementSibling);
        break;
      case "Home":
        this.move(this.visible()[0]);
        break;
      case "End":
        this.move(this.visible().at(-1));
        break;
      case "Enter":
      case " ":
        this.setOpen(item, true);
        this.activate(item);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private visible(): HTMLElement[] {
    const all = this.element.querySelectorAll<HTMLElement>("[role=treeitem]");
    return [...all].filter((item) => item.closest("[hidden]") === null);
  }
}

/** The items below an item, if it was opened before. */
function groupOf(item: HTMLElement): HTMLElement | undefined {
  return (item.nextElementSibling as HTMLElement | null) ?? undefined;
}

function idOf(item: HTMLElement): number {
  return Number(item.dataset["id"]);
}
