import type { Reporter, TestModule, Vitest } from "vitest/node";

/** Says at the end what was tested on, and how it went in one line. */
export default class FormsReporter implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const { mongodbUri } = this.vitest?.getRootProject().getProvidedContext() ?? {};
    if (mongodbUri) console.log("Database forms tested: embedded, mongodb");
    if (mongodbUri === null) {
      console.log("Database forms tested: embedded. Not mongodb: MONGODB_URI is not set and no mongod was found");
    }
    for (const test of tests.filter(({ options }) => options.mode === "skip")) console.log(`Not run: ${test.fullName}`);
    console.log(`${count("passed")} passed, ${count("failed") + broken} failed, ${count("skipped")} skipped`);
  }
}
