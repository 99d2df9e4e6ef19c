import { pictureOf, pngOf } from './picture.ts';

/** Hands a chart to the person as a file that looks as it does on this page. */
export async function savePicture(
  chart: SVGSVGElement,
  { title, note }: { readonly title: string; readonly note: string },
  kind: 'svg' | 'png',
): Promise<void> {
  const picture = await pictureOf(chart, title, note);
  const blob = kind === 'png' ? await pngOf(picture) : new Blob([picture.svg], { type: 'image/svg+xml' });
  saveFile(blob, `${fileName(title)}.${kind}`);
}

export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const fileName = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
