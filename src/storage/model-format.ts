/** The ways to write a model file, as menus and file names show them. */
export const modelFormats = ['json', 'safetensors', 'tfjs'] as const;
export type ModelFormat = (typeof modelFormats)[number];

export const formatFaces: Readonly<Record<ModelFormat, { readonly label: string; readonly ending: string }>> = {
  json: { label: 'JSON', ending: 'json' },
  safetensors: { label: 'safetensors', ending: 'safetensors' },
  tfjs: { label: 'TensorFlow.js', ending: 'tfjs.zip' },
};
