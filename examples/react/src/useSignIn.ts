import { isApiError, type LoginProblem, type Problem, unwrap } from "@rollcall/client";
import { createContext, useContext } from "react";

/** A sign-in whose first proof was right, and not enough. It is good for five minutes, and kept in memory alone. */
export type HalfSignIn = Problem<"second_factor_required">;

export const AskForMore = createContext<(half: HalfSignIn) => void>(() => {});

/** Signs in, or has the page ask for a second factor as well: the same for every way to sign in. */
export function useSignIn() {
  const askForMore = useContext(AskForMore);
  return async (answer: Promise<Response>): Promise<void> => {
    try {
      await unwrap(answer);
    } catch (error) {
      const problem = isApiError<LoginProblem>(error) ? error.problem : null;
      if (problem?.code !== "second_factor_required") throw error;
      askForMore(problem);
    }
  };
}
