namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>What a migration has done to a machine and not brought to an end yet, so that a restart takes it up.</summary>
internal sealed record MachineJournal
{
    /// <summary>Whether the shutting down of the application was begun: only a boot brings it back for sure.</summary>
    public bool IsShutdownBegun { get; init; }

    /// <summary>Whether the application is shut down.</summary>
    public bool IsShutDown { get; init; }

    /// <summary>Whether the migration starts it, so that a failed start is taken back.</summary>
    public bool IsStarting { get; init; }

    /// <summary>Since when it runs and its health is waited for.</summary>
    public DateTimeOffset? RunsSince { get; init; }

    /// <summary>Why its start has failed, while what is left of it is stopped.</summary>
    public FailedStart? Failure { get; init; }
}
