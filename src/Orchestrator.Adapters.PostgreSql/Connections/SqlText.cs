namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>Writes names and values into SQL where parameters cannot go.</summary>
internal static class SqlText
{
    /// <summary>A name, always quoted.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text value; sessions have <c>standard_conforming_strings</c> on.</summary>
    public static string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
