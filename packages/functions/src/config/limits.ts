import type { Limits } from "@rollcall/core/settings";
import * as z from "zod/mini";
import { ConfigError } from "./config-error.ts";
import { integer, seconds } from "./values.ts";

/** The variables that say how much may be tried. */
export const limitVariables = {
  GUESSES_PER_ACCOUNT: z._default(integer(1, 100), 10),
  GUESS_LONGEST_WAIT: z._default(seconds(300, 86_400), 3_600),
  GUESSES_PER_ADDRESS: z._default(integer(1, 1_000_000), 100),
  GUESSES_PER_NETWORK: z._default(integer(1, 1_000_000), 300),
  REGISTRATIONS_PER_ADDRESS: z._default(integer(1, 1_000_000), 20),
  REGISTRATIONS_PER_NETWORK: z._default(integer(1, 1_000_000), 60),
  MAIL_REQUESTS_PER_ADDRESS: z._default(integer(1, 1_000_000), 20),
  MAIL_REQUESTS_PER_NETWORK: z._default(integer(1, 1_000_000), 60),
};

type Values = z.output<z.ZodMiniObject<typeof limitVariables>>;

/** @throws ConfigError when an address may send more than all of its network. */
export function limitsOf(data: Values): Limits {
  const problems = (["GUESSES", "REGISTRATIONS", "MAIL_REQUESTS"] as const).flatMap((what) => {
    const [address, network] = [data[`${what}_PER_ADDRESS`], data[`${what}_PER_NETWORK`]];
    return address > network
      ? [`${what}_PER_ADDRESS: is more than ${what}_PER_NETWORK, which is ${network}. It would never count`]
      : [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    guess: {
      perAccount: data.GUESSES_PER_ACCOUNT,
      longestWait: data.GUESS_LONGEST_WAIT,
      perAddress: data.GUESSES_PER_ADDRESS,
      perNetwork: data.GUESSES_PER_NETWORK,
    },
    register: { perAddress: data.REGISTRATIONS_PER_ADDRESS, perNetwork: data.REGISTRATIONS_PER_NETWORK },
    mail: { perAddress: data.MAIL_REQUESTS_PER_ADDRESS, perNetwork: data.MAIL_REQUESTS_PER_NETWORK },
  };
}
