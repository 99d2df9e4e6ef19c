const looks = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font', 'text-anchor'] as const;

/** Hands the picture to the person as a file that looks the same outside this page: styles are written into it. */
export function saveSvg(svg: SVGSVGElement | null, name: string): void {
  if (!svg) return;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  [copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const look of looks) element.style.setProperty(look, style.getPropertyValue(look));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.style.background = getComputedStyle(document.documentElement).backgroundColor;
  saveFile(new Blob([copy.outerHTML], { type: 'image/svg+xml' }), `${fileName(name)}.svg`);
}

export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const fileName = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
