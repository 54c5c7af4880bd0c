namespace Orchestrator.Adapters.Azure.RunCommand;

/// <summary>
/// A script that is run inside of a machine by Run Command. It has to stand being run again: when the answer to its start
/// is lost, nothing tells whether it ran. It finds the step's id in <c>ORCHESTRATOR_OPERATION_ID</c>.
/// </summary>
internal sealed record GuestScript
{
    /// <summary>The machine's id.</summary>
    public required string MachineId { get; init; }

    /// <summary>Names it, uniquely in the migration, as <see cref="Arm.LongOperation.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>What it is for, for people: "Shutting down the application in the VM orders".</summary>
    public required string What { get; init; }

    /// <summary>What runs in the machine.</summary>
    public GuestOs Os { get; init; }

    /// <summary>Its lines, sent as they are. Secrets do not belong there: Azure and the machine keep them.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>How long it may take before somebody should look into it.</summary>
    /// <value>90 minutes by default, which is how long Azure lets it run.</value>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(90);
}
