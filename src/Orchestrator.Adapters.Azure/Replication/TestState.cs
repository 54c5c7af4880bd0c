namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>How far the trial of a move is, in which a copy of the machine is made beside it.</summary>
internal enum TestState
{
    /// <summary>There is no copy.</summary>
    None,

    /// <summary>The copy is being made.</summary>
    UnderWay,

    /// <summary>The copy is there.</summary>
    Made,

    /// <summary>The copy could not be made.</summary>
    Failed,

    /// <summary>The copy is being removed.</summary>
    CleaningUp,
}
