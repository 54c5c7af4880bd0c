namespace Orchestrator.Adapters.PostgreSql.SqlCheck;

/// <summary>The keys beside <c>kind: sql</c>. With neither <see cref="Expect"/> nor <see cref="Compare"/> the query must give <c>true</c>.</summary>
public sealed record SqlCheckSettings
{
    /// <summary>A query; it runs in a transaction that cannot write.</summary>
    public required string Query { get; init; }

    /// <summary>What the first value of the first row must be, as PostgreSQL writes it as text; a NULL is written <c>NULL</c>.</summary>
    public string? Expect { get; init; }

    /// <summary>How the results of source and target must relate.</summary>
    public SqlComparison? Compare { get; init; }

    /// <summary>How long the query may take on one side.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
