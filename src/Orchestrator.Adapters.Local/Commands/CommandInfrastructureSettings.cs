namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Infrastructure that the operator's own commands make and remove.</summary>
internal sealed record CommandInfrastructureSettings
{
    /// <summary>Makes what the target needs; does nothing when it exists.</summary>
    public required CommandCall Provision { get; init; }

    /// <summary>Removes what <see cref="Provision"/> made in this migration (<c>ORCHESTRATOR_MIGRATION_ID</c>); does nothing when there is nothing.</summary>
    /// <value>None by default: what was made stays.</value>
    public CommandCall? Remove { get; init; }
}
