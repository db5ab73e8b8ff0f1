/** Helpers for tests of elements: put one into the page, find its parts, hear its events. */
import type { LitElement } from 'lit';

export async function mount<E extends LitElement>(tag: string, properties: Partial<E> = {}): Promise<E> {
  const element = Object.assign(document.createElement(tag), properties) as E;
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

/** The one part of the shadow tree that matches. */
export function part<P extends Element = HTMLElement>(host: LitElement, selector: string): P {
  const found = host.renderRoot.querySelectorAll<P>(selector);
  if (found.length !== 1) throw new Error(`${found.length} parts match ${selector}`);
  return found[0] as P;
}

export function text(host: LitElement): string {
  return (host.renderRoot.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** Details of the events heard at the document, which they reach only if they bubble out of the shadow tree. */
export function heard<Detail>(name: string): Detail[] {
  const details: Detail[] = [];
  document.addEventListener(name, (event) => {
    if (event instanceof CustomEvent) details.push(event.detail as Detail);
  });
  return details;
}

export function fire(target: EventTarget, type: string): void {
  target.dispatchEvent(new Event(type, { bubbles: true }));
}

export function press(target: EventTarget, key: string, shiftKey = false): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
}
