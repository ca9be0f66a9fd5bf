import type { ResourceState } from "./checkpoint.ts";
import type { Registration } from "./provider.ts";
import { secret, type Values } from "./secret-values.ts";

/* The SDK's mock monitor, to which a program registers its resources, made to record what the engine would keep. */

interface Struct {
  toJavaScript(): Values;
}

interface RegisterRequest {
  getType(): string;
  getCustom(): boolean;
  getParent(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getObject(): Struct;
}

interface RegisterResponse {
  getUrn(): string;
  getId(): string;
  getObject(): Struct;
  setObject(object: Struct): void;
}

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct;
}

type Callback<T> = (error: Error | null, response?: T) => void;

export interface Monitor {
  registerResource(request: RegisterRequest, callback: Callback<RegisterResponse>): Promise<void>;
  registerResourceOutputs(request: OutputsRequest, callback: Callback<object>): void;
}

export interface Mocks {
  newResource(registration: Registration): { id: string | undefined; state: Values };
  call(invocation: { token: string; inputs: Values }): Values;
}

/**
 * @param require Of the program.
 * @param urnPrefix Such as `urn:pulumi:stack::project::`.
 * @param resources Where every registered resource goes.
 */
export function recordingMonitor(
  require: NodeJS.Require,
  mocks: Mocks,
  urnPrefix: string,
  resources: ResourceState[],
): Monitor {
  const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks") as { MockMonitor: new (mocks: Mocks) => Monitor };
  const { Struct } = require("google-protobuf/google/protobuf/struct_pb") as {
    Struct: { fromJavaScript(values: Values): Struct };
  };

  return new (class extends MockMonitor {
    /** As the engine makes them: the stack is nobody's parent in a URN. */
    newUrn(parent: string, type: string, name: string): string {
      const parentType = parent.split("::")[2];
      const isNested = parentType !== undefined && parentType !== "pulumi:pulumi:Stack";
      return `${urnPrefix}${isNested ? `${parentType}$${type}` : type}::${name}`;
    }

    override registerResource(request: RegisterRequest, callback: Callback<RegisterResponse>) {
      return super.registerResource(request, (error, response) => {
        if (response) {
          const outputs = withSecrets(response.getObject().toJavaScript(), request.getAdditionalsecretoutputsList());
          response.setObject(Struct.fromJavaScript(outputs));
          resources.push(resourceState(request, response));
        }
        callback(error, response);
      });
    }

    override registerResourceOutputs(request: OutputsRequest, callback: Callback<object>) {
      const resource = resources.find(({ urn }) => urn === request.getUrn());
      if (resource) resource.outputs = request.getOutputs().toJavaScript();
      return super.registerResourceOutputs(request, callback);
    }
  })(mocks);
}

/** What a provider's schema calls secret is so, whatever went in. */
function withSecrets(outputs: Values, names: string[]): Values {
  const present = names.filter((name) => outputs[name] !== undefined);
  return { ...outputs, ...Object.fromEntries(present.map((name) => [name, secret(outputs[name])])) };
}

function resourceState(request: RegisterRequest, response: RegisterResponse): ResourceState {
  return {
    urn: response.getUrn(),
    type: request.getType(),
    custom: request.getCustom(),
    ...(request.getCustom() ? { id: response.getId() } : {}),
    ...(request.getParent() ? { parent: request.getParent() } : {}),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    dependencies: request.getDependenciesList(),
    inputs: request.getObject().toJavaScript(),
    outputs: response.getObject().toJavaScript(),
  };
}
