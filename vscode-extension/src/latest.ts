// Questions that a moving cursor brings up faster than they can be answered.

/** Asks one question at a time. Of those that come up meanwhile, only the last one is asked when the answer is there. */
export class Latest {
  private waiting: (() => Promise<void>) | undefined;
  private isBusy = false;

  ask(question: () => Promise<void>): void {
    this.waiting = question;
    if (!this.isBusy) void this.work();
  }

  /** Forget the question that waits. */
  forget(): void {
    this.waiting = undefined;
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    for (let question = this.next(); question !== undefined; question = this.next()) await question();
    this.isBusy = false;
  }

  private next(): (() => Promise<void>) | undefined {
    const question = this.waiting;
    this.waiting = undefined;
    return question;
  }
}
