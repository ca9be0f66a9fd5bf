import { existsSync, promises } from "node:fs";

/*
 * Loaded before a server (`--import`), it makes the disk refuse to be written to with the error that the file says which
 * DISK_FILE names, for as long as there is one: after half of what was to be written.
 */

const append = promises.appendFile;

promises.appendFile = async (file, data, options) => {
  const fault = process.env.DISK_FILE as string;
  if (!existsSync(fault)) return append(file, data, options);
  const code = await promises.readFile(fault, "utf8");
  const text = String(data);
  await append(file, text.slice(0, Math.floor(text.length / 2)), options);
  throw Object.assign(new Error(`${code}: the disk refuses, write`), { code, errno: -5, syscall: "write" });
};
