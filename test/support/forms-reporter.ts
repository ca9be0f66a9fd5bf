import type { Reporter, TestModule } from "vitest/node";

/** Says at the end what was tested on, and how it went in one line. */
export default class FormsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const hasMongo = tests.some((test) => test.fullName.includes("on mongodb"));
    const broken = modules.filter((module) => module.errors().length > 0).length;
    console.log(
      `Database forms tested: ${hasMongo ? "embedded, mongodb" : "embedded (no MONGODB_URI and no mongod was found)"}`,
    );
    console.log(`${count("passed")} passed, ${count("failed") + broken} failed, ${count("skipped")} skipped`);
  }
}
