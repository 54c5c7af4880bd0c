using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>The step that an adapter works for: names, folders, progress and secrets.</summary>
public sealed class StepScope
{
    /// <summary>The migration.</summary>
    public required string MigrationId { get; init; }

    /// <summary>The step, for example <c>restore</c>; an undo has its own name.</summary>
    public required string Step { get; init; }

    /// <summary>The whole plan.</summary>
    public required MigrationPlan Plan { get; init; }

    /// <summary>Whether this is a rehearsal: the source is not stopped and the target is a copy.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>A folder of this migration alone, which survives restarts and is removed when the migration has ended. May not exist yet.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Takes progress; cheap to call often.</summary>
    public required IProgress<StepProgress> Progress { get; init; }

    /// <summary>Resolves secrets.</summary>
    public required ISecrets Secrets { get; init; }

    /// <summary>Expands <c>{source}</c>, <c>{target}</c> (addresses), <c>{source:NAME}</c> and <c>{target:NAME}</c> (endpoints of data components), <c>{output:NAME}</c> (of the infrastructure).</summary>
    public required Func<string, CancellationToken, ValueTask<string>> Expander { get; init; }

    /// <summary>The key under which outside systems recognise a repetition of this step: the same on every attempt.</summary>
    public string OperationId => $"{MigrationId}.{Step}";

    /// <summary>The name of a target: the plan's own, or that of the rehearsal's copy.</summary>
    /// <param name="name">The name or path in the plan.</param>
    /// <returns>The name to use.</returns>
    public string TargetName(string name) => IsRehearsal ? $"{name}_rehearsal" : name;

    /// <summary>Resolves a value that may be a reference to a secret or hold placeholders. The result may be a secret.</summary>
    /// <param name="value">A value from the plan.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The value to use.</returns>
    /// <exception cref="AdapterException">There is no such secret or component.</exception>
    public async ValueTask<string> ExpandAsync(string value, CancellationToken cancellation) =>
        await Expander(await Secrets.ResolveAsync(value, cancellation), cancellation);
}
