namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>A column whose values are compared.</summary>
/// <param name="Name">Its name, quoted where needed.</param>
/// <param name="Type">Its type without length; only those of <c>pg_catalog</c> stand without a schema.</param>
/// <param name="IsNullable">Whether it can be null.</param>
internal sealed record RowColumn(string Name, string Type, bool IsNullable);
