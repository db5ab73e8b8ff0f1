/**
 * The one place where a string becomes markup: SVG drawn by our own charts. It is parsed as XML, so a broken string
 * gives nothing rather than half a page, and scripts in it would not run.
 */
export function svgNode(markup: string): SVGSVGElement | undefined {
  if (!markup.trim()) return undefined;
  const root = new DOMParser().parseFromString(markup, 'image/svg+xml').documentElement;
  return root?.localName === 'svg' ? (document.importNode(root, true) as unknown as SVGSVGElement) : undefined;
}
