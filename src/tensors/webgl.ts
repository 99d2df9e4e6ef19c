import { LabError } from '../core/errors.ts';
import type { TensorFlow } from '../core/tensors.ts';
import type { Device } from './device.ts';
import { registerMatMul } from './mat-mul.ts';
import { registerSegmentSum } from './segment-sum.ts';

/**
 * WebGL on a canvas of our own: TensorFlow.js would refuse software rendering, has none in Safari's workers, and says
 * nothing when the context is lost. Returns the driver's name; throws BackendError where there is no WebGL 2 with
 * 32-bit floats to render to.
 */
export async function openWebgl(tf: TensorFlow, device: Device): Promise<string> {
  if (typeof OffscreenCanvas === 'undefined') throw unavailable('there is no canvas to draw on');
  const { setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    failIfMajorPerformanceCaveat: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer: false,
    stencil: false,
  });
  if (!gl) throw unavailable('this browser gives none');
  if (!gl.getExtension('EXT_color_buffer_float')) {
    throw unavailable('this device computes with 16 bits, too few for training');
  }
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    device.lose('its context was lost');
  });
  device.watch(() => gl.isContextLost());
  setWebGLContext(2, gl);
  tf.env().set('WEBGL_VERSION', 2);
  if (!(await tf.setBackend('webgl'))) throw unavailable('it could not be started');
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    throw unavailable('this device computes with 16 bits, too few for training');
  }
  registerSegmentSum(tf, 'webgl');
  registerMatMul(tf, 'webgl');
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

const unavailable = (why: string) =>
  new LabError('BackendError', `Expected WebGL 2 with 32-bit floats; ${why}. WebAssembly is used instead.`);
