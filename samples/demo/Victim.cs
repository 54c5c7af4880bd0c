namespace Orchestrator.Demo;

/// <summary>What a drill kills.</summary>
internal enum Victim
{
    /// <summary>The orchestrator's server.</summary>
    Server,

    /// <summary>The target's database server.</summary>
    Target,

    /// <summary>The connections over which the source's changes travel.</summary>
    Replication,

    /// <summary>The gateway that users go through.</summary>
    Gateway,
}
