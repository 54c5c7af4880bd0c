namespace Orchestrator.Adapters.PostgreSql.SqlCheck;

/// <summary>How the results of a query on source and target must relate.</summary>
public enum SqlComparison
{
    /// <summary>The same rows in the same order.</summary>
    Equal,
}
