namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>The keys under <c>source</c> of <c>kind: postgresql</c>.</summary>
public sealed record PostgreSqlSourceSettings
{
    /// <summary>The database: key-value pairs as Npgsql has them, or a <c>postgres://</c> URL. Usually a reference such as <c>env:ORDERS_SOURCE</c>.</summary>
    public required string Connection { get; init; }
}
