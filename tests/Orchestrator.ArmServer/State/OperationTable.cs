using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Starts operations and answers those who ask how they are.</summary>
internal sealed class OperationTable(ArmWorld world)
{
    private readonly Dictionary<string, ArmOperation> _operations = [];
    private readonly List<StartedOperation> _started = [];

    public IReadOnlyList<StartedOperation> Started => _started;

    /// <summary>Notes that something was started that is asked after in its own way.</summary>
    public void Note(ArmCall call, string name, string id) => _started.Add(new StartedOperation(call.Method, call.Path.Id, name, id));

    /// <summary>Starts an operation on a resource.</summary>
    public ArmOperation Start(ArmCall call, ArmResource resource, string name, Func<JsonNode?> complete, Action? fail = null)
    {
        var id = Guid.NewGuid().ToString();
        var path = new ArmPath(resource.Id);
        var location = resource.Body.Text("location") ?? "global";
        var operation = new ArmOperation(id, world.Options.PollsUntilDone)
        {
            Address = $"{world.Endpoint}subscriptions/{path.Subscription}/providers/{path.Namespace}/locations/{location}/{{0}}/{id}"
                + $"?api-version={call.Query.GetValueOrDefault("api-version")}",
            Started = world.Now,
            Failure = world.Faults.TakeOperationFailure(call.Method, call.RawPath),
            Complete = () => Ended(resource, complete),
            Fail = () => Failed(resource, fail),
        };
        resource.Operation = operation;
        _operations[id] = operation;
        _started.Add(new StartedOperation(call.Method, resource.Id, name, id));
        return operation;
    }

    /// <summary>Adds to an answer where its operation can be asked after.</summary>
    public ArmAnswer Headers(ArmAnswer answer, ArmOperation operation, OperationStyle style)
    {
        answer = answer.With("Retry-After", RetryAfter);
        if (style.HasFlag(OperationStyle.AsyncOperation))
            answer = answer.With("Azure-AsyncOperation", StatusAddress(operation));
        if (style.HasFlag(OperationStyle.Location))
            answer = answer.With("Location", ResultAddress(operation));
        return answer;
    }

    /// <summary>The answer to a look at an operation; nothing when the path leads to none.</summary>
    public ArmAnswer? Answer(ArmPath path)
    {
        if (path.Segments.Count < 2 || !_operations.TryGetValue(path.Segments[^1], out var operation))
            return null;
        operation.Poll();
        return path.Segments[^2].Equals("operations", StringComparison.OrdinalIgnoreCase) ? Status(operation) : Result(operation);
    }

    private string RetryAfter => ((int)world.Options.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string StatusAddress(ArmOperation operation) => operation.Address.Replace("{0}", "operations", StringComparison.Ordinal);

    private static string ResultAddress(ArmOperation operation) => operation.Address.Replace("{0}", "operationResults", StringComparison.Ordinal);

    private ArmAnswer Status(ArmOperation operation)
    {
        var body = new JsonObject
        {
            ["id"] = new Uri(StatusAddress(operation)).AbsolutePath,
            ["name"] = operation.Id,
            ["status"] = operation.Status,
            ["startTime"] = operation.Started.Time(),
            ["percentComplete"] = operation.PercentComplete,
        };
        if (!operation.IsDone)
            return new ArmAnswer(200, body).With("Retry-After", RetryAfter);
        body["endTime"] = world.Now.Time();
        if (operation.Status == "Succeeded" && operation.Output is { } output)
            body["properties"] = output.At("properties")?.DeepClone() ?? new JsonObject { ["output"] = output.DeepClone() };
        if (operation.Status != "Succeeded")
            body["error"] = operation.Error;
        return new ArmAnswer(200, body);
    }

    private ArmAnswer Result(ArmOperation operation) => operation.Status switch
    {
        "InProgress" => new ArmAnswer(202).With("Location", ResultAddress(operation)).With("Retry-After", RetryAfter),
        "Succeeded" => operation.Output is { } output ? new ArmAnswer(200, output.DeepClone()) : new ArmAnswer(204),
        _ => new ArmAnswer(409, new JsonObject { ["error"] = operation.Error }),
    };

    private static JsonNode? Ended(ArmResource resource, Func<JsonNode?> complete)
    {
        resource.Operation = null;
        if (resource.Body.Text("properties", "provisioningState") is not null)
            resource.Properties["provisioningState"] = "Succeeded";
        return complete();
    }

    private static void Failed(ArmResource resource, Action? fail)
    {
        resource.Operation = null;
        fail?.Invoke();
        if (resource.Body.Text("properties", "provisioningState") is not null)
            resource.Properties["provisioningState"] = "Failed";
    }
}
