import { holds } from "./property.ts";

holds("body");
