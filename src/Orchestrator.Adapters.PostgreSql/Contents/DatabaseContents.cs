namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>What a database contains at one instant, in sums.</summary>
/// <param name="Major">The major version of its server.</param>
/// <param name="Relations">What has rows, by name.</param>
/// <param name="Sequences">Where sequences stand, by name.</param>
/// <param name="Schema">Digests of definitions, by object.</param>
internal sealed record DatabaseContents(
    int Major,
    IReadOnlyDictionary<string, RelationSums> Relations,
    IReadOnlyDictionary<string, string> Sequences,
    IReadOnlyDictionary<string, string> Schema);
