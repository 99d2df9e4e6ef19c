import { createContext } from 'svelte';
import type { Lab } from './lab.svelte.ts';

/** The one object handed down from main.ts; every component that needs state asks for it here. */
export const [getLab, provideLab] = createContext<Lab>();
