// Stub
export async function planted() {
  return { passed: 0, failed: 1 }
}
