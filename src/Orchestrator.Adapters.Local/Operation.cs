using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>What an operator's command or endpoint is asked to do.</summary>
/// <param name="Action">The verb, for example <c>start</c>.</param>
internal sealed record Operation(string Action)
{
    /// <summary>The part of the plan it is about, where a plan can have several: a data component or a check.</summary>
    public string? Part { get; init; }

    /// <summary>The side it is about.</summary>
    public Side? Side { get; init; }

    /// <summary>Whether it only asks and changes nothing; endpoints are asked with GET then.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>What an endpoint answered when it made the backup.</summary>
    public string? Receipt { get; init; }

    /// <summary>A key that is the same on every repetition, where the step's own is not the right one.</summary>
    public string? Id { get; init; }

    /// <summary>What an endpoint is sent in place of the facts.</summary>
    public string? Body { get; init; }

    /// <summary>Variables for a command's environment beyond the facts. Values may be secrets.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The key by which a repetition is recognised: the step's, with part and action, since a step may do several things.</summary>
    public string IdIn(StepScope scope) => Id ?? (Part is null ? $"{scope.OperationId}.{Action}" : $"{scope.OperationId}.{Part}.{Action}");

    /// <summary>What the command or endpoint is told, by name in camelCase.</summary>
    public IEnumerable<(string Name, object Value)> Facts(StepScope scope)
    {
        yield return ("operationId", IdIn(scope));
        yield return ("migrationId", scope.MigrationId);
        yield return ("step", scope.Step);
        yield return ("action", Action);
        yield return ("workload", scope.Plan.Name);
        yield return ("rehearsal", scope.IsRehearsal);
        if (Part is not null)
        {
            yield return ("part", Part);
        }

        if (Side is not null)
        {
            yield return ("side", Side.Value.ToString().ToLowerInvariant());
        }

        if (Receipt is not null)
        {
            yield return ("receipt", Receipt);
        }
    }
}
