/* Loaded into every process that is measured, before anything else: it tells what the process has taken, and ends with its parent. */

process.on("message", (message) => {
  if (message !== "usage") return;
  const { user, system } = process.cpuUsage();
  process.send({ cpu: (user + system) / 1_000, resident: process.memoryUsage.rss() });
});
process.on("disconnect", () => process.exit());
process.channel.unref();
