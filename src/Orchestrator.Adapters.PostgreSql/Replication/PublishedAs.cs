namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>How a table's changes are published.</summary>
internal enum PublishedAs
{
    /// <summary>Under its own name, leaf partitions too: the follower has the same ones.</summary>
    Itself,

    /// <summary>A partitioned table whose rows land in other partitions on another server, so they are published under its name.</summary>
    Whole,

    /// <summary>Inside of a <see cref="Whole"/> one.</summary>
    Part,
}
