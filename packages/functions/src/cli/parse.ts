import { type Command, type CommandOptions, callOf, invocation, UsageError } from "./command.ts";

/** What a command line asks for. */
export type Request =
  | { kind: "help"; topic: readonly Command[] }
  | { kind: "version" }
  | { kind: "run"; command: Command; operand: string; options: CommandOptions };

/** @throws UsageError that says what is missing, or too much. */
export function parse(args: readonly string[], commands: readonly Command[]): Request {
  const words = args.filter((word) => word !== "--");
  const isHelp = words[0] === "help" || words.some(isHelpOption);
  if (isHelp) return { kind: "help", topic: topicOf(words.filter(isNoHelp), commands) };
  if (words[0] === "--version") return { kind: "version" };
  const command = commands.find(({ name }) => startsWith(words, name));
  if (!command) throw unknown(words, commands);
  return { kind: "run", command, ...operandOf(command, words.slice(wordsOf(command).length)) };
}

const isHelpOption = (word: string) => word === "--help" || word === "-h";
const isNoHelp = (word: string, index: number) => !isHelpOption(word) && !(index === 0 && word === "help");
const wordsOf = ({ name }: Command) => name.split(" ");

function startsWith(words: readonly string[], name: string): boolean {
  return name === words.slice(0, name.split(" ").length).join(" ");
}

/** All commands, those of a group such as `admin`, or one. */
function topicOf(words: readonly string[], commands: readonly Command[]): readonly Command[] {
  const one = commands.find(({ name }) => startsWith(words, name));
  if (one) return [one];
  const topic = commands.filter(({ name }) => words.length === 0 || name.startsWith(`${words.join(" ")} `));
  if (topic.length === 0) throw unknown(words, commands);
  return topic;
}

function unknown([first, second]: readonly string[], commands: readonly Command[]): UsageError {
  if (first === undefined) return new UsageError(`Which command? \`${invocation} help\` lists them.`);
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map((command) => wordsOf(command)[1]);
  if (group.length === 0) return new UsageError(`There is no command ${first}. \`${invocation} help\` lists them.`);
  const problem = second === undefined ? `${first} alone is no command` : `There is no command ${first} ${second}`;
  return new UsageError(`${problem}; there are ${group.join(", ")}. \`${invocation} help ${first}\` explains them.`);
}

/** What is too much is not repeated: it may be a password. */
function operandOf(command: Command, words: readonly string[]) {
  const { name, operand: wanted, needs = {}, asks } = command;
  const { rest, given } = optionsOf(command, words);
  const yes = asks === true && rest.includes("--yes");
  const [operand, ...surplus] = rest.filter((word) => !(yes && word === "--yes"));
  const option = rest.find((word) => isUnknownOption(command, word))?.split("=")[0];
  const call = `\`${invocation} ${callOf(command)}\``;
  if (option !== undefined) throw new UsageError(`${name} has no option ${option}: ${call}`);
  if (wanted && !operand) throw new UsageError(`${name} needs ${nounOf[wanted]}: ${call}`);
  for (const [needed, noun] of Object.entries(needs))
    if (given[needed] === undefined) throw new UsageError(`${name} needs ${needed} ${noun}: ${call}`);
  if (surplus.length > 0 || (!wanted && operand))
    throw new UsageError(`${name} takes ${wanted ? `${nounOf[wanted]} and nothing more` : "nothing"}: ${call}`);
  return { operand: operand ?? "", options: { yes, given } };
}

/** The options that a command needs or takes, and the words that are left. */
function optionsOf(command: Command, words: readonly string[]) {
  const { name } = command;
  const takes = { ...command.needs, ...command.takes };
  const given: Record<string, string> = {};
  const rest: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const [option = "", ...joined] = (words[index] as string).split("=");
    const noun = Object.hasOwn(takes, option) ? takes[option as keyof typeof takes] : undefined;
    if (noun === undefined) {
      rest.push(words[index] as string);
      continue;
    }
    const value = noun === null ? "" : joined.length > 0 ? joined.join("=") : words[++index];
    if (value === undefined || (noun !== null && value === ""))
      throw new UsageError(`${name} needs ${noun} behind ${option}: \`${invocation} ${callOf(command)}\``);
    given[option] = value;
  }
  return { rest, given };
}

/** The ids of keys, and addresses, may begin with a dash. */
function isUnknownOption({ operand, asks }: Command, word: string): boolean {
  return word.startsWith("-") && !word.includes("@") && operand !== "KID" && !(asks && word === "--yes");
}

const nounOf = { EMAIL: "an EMAIL", "EMAIL|ID": "an EMAIL or an ID", KID: "a KID", "ID|all": "an ID or all" };
