namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>A table or index, for progress.</summary>
/// <param name="Name">Its name without schema.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="IsIndex">Whether it is an index.</param>
internal sealed record SizedObject(string Name, long SizeBytes, bool IsIndex);
