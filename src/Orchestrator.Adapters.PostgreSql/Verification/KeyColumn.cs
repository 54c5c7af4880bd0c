namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>A column of what tells the rows of a table apart.</summary>
/// <param name="Name">Its name as it is.</param>
/// <param name="Quoted">Its name as SQL needs it.</param>
/// <param name="Type">Its type as SQL needs it, without length limits, which would cut values off.</param>
internal sealed record KeyColumn(string Name, string Quoted, string Type);
