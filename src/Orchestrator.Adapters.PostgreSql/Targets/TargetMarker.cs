using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.PostgreSql.Targets;

/// <summary>Whose a target database is. Kept as the comment on the database, where it survives both programs.</summary>
/// <param name="Migration">The migration and component.</param>
/// <param name="IsMade">Whether that migration made the database, and did not find it empty.</param>
internal sealed record TargetMarker(string Migration, bool IsMade)
{
    private const string Prefix = "orchestrator:";

    /// <summary>The extensions that an empty database already had.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>The comment that an empty database already had, or the source's.</summary>
    public string? Comment { get; init; }

    /// <summary>The comment that says all this.</summary>
    public string Write() => Prefix + DurableJson.Write(this);

    /// <summary>Reads a comment.</summary>
    /// <returns>The marker, or <see langword="null"/> when it is a comment of somebody else.</returns>
    public static TargetMarker? Read(string? comment)
    {
        if (comment is null || !comment.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        try
        {
            return DurableJson.Read<TargetMarker>(comment[Prefix.Length..]);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
