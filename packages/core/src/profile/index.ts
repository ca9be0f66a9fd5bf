export { editMe, readMe } from "./profile.service.ts";
