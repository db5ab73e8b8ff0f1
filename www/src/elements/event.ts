/** How every element speaks to its owner: a custom event that leaves the shadow tree. */
export function emit<Detail>(host: EventTarget, name: string, detail: Detail): void {
  host.dispatchEvent(new CustomEvent<Detail>(name, { detail, bubbles: true, composed: true }));
}
