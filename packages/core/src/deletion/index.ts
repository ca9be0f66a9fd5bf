export { deleteMe } from "./deletion.service.ts";
