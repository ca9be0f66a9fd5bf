import { config } from "zod/mini";
import english from "zod/v4/locales/en.js";

// Of its own, zod/mini says nothing but "Invalid input". This file alone: the index holds every language.
config(english());
