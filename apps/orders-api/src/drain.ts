/** Whether the process is on its way out: it serves what comes, and says that nothing more should. */
export class Drain {
  private begun = false;

  get hasBegun(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }
}
