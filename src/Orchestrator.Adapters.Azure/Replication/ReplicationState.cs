namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>How far the replication of a machine is.</summary>
internal enum ReplicationState
{
    /// <summary>Something that no step waits for.</summary>
    Other,

    /// <summary>It is being set up.</summary>
    Enabling,

    /// <summary>It could not be set up.</summary>
    EnableFailed,

    /// <summary>Everything is copied once.</summary>
    Seeding,

    /// <summary>The first copy failed.</summary>
    SeedFailed,

    /// <summary>Changes follow.</summary>
    Following,

    /// <summary>Somebody has paused it.</summary>
    Paused,

    /// <summary>The machine is being made on the other side.</summary>
    Moving,

    /// <summary>The machine is made on the other side.</summary>
    Moved,

    /// <summary>The machine could not be made.</summary>
    MoveFailed,

    /// <summary>The move is being made final.</summary>
    Committing,

    /// <summary>The move is final.</summary>
    Committed,

    /// <summary>The direction is being turned round.</summary>
    Reversing,

    /// <summary>It is being ended.</summary>
    Removing,
}
