namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>The keys under <c>target</c> of <c>kind: postgresql</c>.</summary>
public sealed record PostgreSqlTargetSettings
{
    /// <summary>The database, which is made when it does not exist: key-value pairs as Npgsql has them, or a <c>postgres://</c> URL. Usually a reference such as <c>env:ORDERS_TARGET</c>.</summary>
    public required string Connection { get; init; }

    /// <summary>A database that exists on the target server, from which the target database is made and removed.</summary>
    /// <value><c>postgres</c> by default.</value>
    public string MaintenanceDatabase { get; init; } = "postgres";
}
