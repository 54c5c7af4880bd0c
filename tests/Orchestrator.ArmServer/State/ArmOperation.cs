using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>An operation that takes several looks to end.</summary>
internal sealed class ArmOperation(string id, int pollsUntilDone)
{
    private int _polls;
    private ArmErrorException? _error;

    public string Id => id;

    public required string Address { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>What happens at its good end; what it returns is the result.</summary>
    public required Func<JsonNode?> Complete { get; init; }

    /// <summary>What happens at its bad end.</summary>
    public Action Fail { get; init; } = () => { };

    public Fault? Failure { get; init; }

    public string Status { get; private set; } = "InProgress";

    public JsonNode? Output { get; private set; }

    public bool IsDone => Status != "InProgress";

    public int PercentComplete => IsDone ? 100 : Math.Min(99, 100 * _polls / pollsUntilDone);

    /// <summary>One look at it, at its status or at what it works on.</summary>
    public void Poll()
    {
        if (IsDone)
            return;
        _polls++;
        if (Failure is { } failure && _polls >= failure.Polls)
            End("Failed", Fail);
        else if (Failure is null && _polls >= pollsUntilDone)
            Succeed();
    }

    public void Cancel() => End("Canceled", Fail);

    public JsonObject Error => new()
    {
        ["code"] = Failure?.Code ?? _error?.Code ?? "OperationPreempted",
        ["message"] = Failure?.Message ?? _error?.Message ?? "The operation was canceled.",
    };

    private void Succeed()
    {
        try
        {
            End("Succeeded", () => Output = Complete());
        }
        catch (ArmErrorException error)
        {
            _error = error;
            End("Failed", Fail);
        }
    }

    private void End(string status, Action effect)
    {
        Status = status;
        effect();
    }
}
