// Loaded into a serving process before its own code: asked over the channel to its parent, it answers with what it
// holds in memory once all that is garbage is gone. Never keeps the process alive.
process.on('message', () => {
  // What the first run lets go of by a finalizer is gone after the second.
  globalThis.gc()
  globalThis.gc()
  process.send(process.memoryUsage())
})
process.channel.unref()
