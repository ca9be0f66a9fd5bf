import { holds } from "./property.ts";

holds("cookie");
