// Ends a test run in one plain line: `N passed, N failed`.
export default class CountReporter {
  onTestRunEnd(modules, errors) {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      if (module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') passed++
        if (test.result().state === 'failed') failed++
      }
    }
    // After the default reporter's own closing lines.
    process.on('exit', () => console.log(`${passed} passed, ${failed} failed`))
  }
}
