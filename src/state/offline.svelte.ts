export type OfflineStatus = 'unsupported' | 'installing' | 'ready' | 'update';

/** Whether the page works without a network, and whether a newer version waits. */
export class Offline {
  status = $state<OfflineStatus>('unsupported');
  /** Requests this page made to any other host; the promise is that it stays 0. */
  requestsElsewhere = $state(0);
  #activate: (() => void) | null = null;

  /** The waiting version takes over; the page reloads when it has. Never called without asking. */
  update(): void {
    this.#activate?.();
  }

  installing(): void {
    if (this.status === 'unsupported') this.status = 'installing';
  }

  installed(): void {
    this.status = 'ready';
  }

  updateWaits(activate: () => void): void {
    this.#activate = activate;
    this.status = 'update';
  }

  later(): void {
    this.status = 'ready';
  }
}
