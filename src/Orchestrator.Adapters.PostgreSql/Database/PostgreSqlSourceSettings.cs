namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>The keys under <c>source</c> of <c>kind: postgresql</c>.</summary>
public sealed record PostgreSqlSourceSettings
{
    /// <summary>The database: key-value pairs as Npgsql has them, or a <c>postgres://</c> URL. Usually a reference such as <c>env:ORDERS_SOURCE</c>.</summary>
    public required string Connection { get; init; }

    /// <summary>Another database on the source server, from which connections to this one are refused for the moment in which an online migration freezes it.</summary>
    /// <value><c>postgres</c> by default; <c>template1</c> where that is the source itself.</value>
    public string MaintenanceDatabase { get; init; } = "postgres";
}
