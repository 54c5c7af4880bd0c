using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>Puts two contents side by side.</summary>
internal static class ContentsComparer
{
    private const int Most = 10;

    /// <summary>One item for each relation and sequence and one for the schema.</summary>
    public static List<ComparedItem> Compare(DatabaseContents source, DatabaseContents target) =>
    [
        CompareSchema(source, target),
        .. Names(source.Relations, target.Relations).Select(name => CompareRelation(name, Of(source, name), Of(target, name))),
        .. Names(source.Sequences, target.Sequences).Select(name => CompareSequence(name, source.Sequences.GetValueOrDefault(name), target.Sequences.GetValueOrDefault(name))),
    ];

    private static IEnumerable<string> Names<T>(IReadOnlyDictionary<string, T> one, IReadOnlyDictionary<string, T> other) =>
        one.Keys.Union(other.Keys).Order(StringComparer.Ordinal);

    private static RelationSums Of(DatabaseContents contents, string name) => contents.Relations.GetValueOrDefault(name) ?? RelationSums.Absent;

    private static ComparedItem CompareRelation(string name, RelationSums source, RelationSums target) =>
        new(name, source.Count, target.Count, source.Checksum, target.Checksum)
        {
            FirstDifferences = target == RelationSums.Absent && source != target ? ["missing on the target"]
                : source == RelationSums.Absent && source != target ? ["only on the target"] : [],
        };

    private static ComparedItem CompareSequence(string name, string? source, string? target) =>
        new($"sequence {name}", source is null ? 0 : 1, target is null ? 0 : 1, source ?? "absent", target ?? "absent")
        {
            FirstDifferences = source == target ? [] : [$"source {source ?? "absent"}, target {target ?? "absent"}"],
        };

    private static ComparedItem CompareSchema(DatabaseContents source, DatabaseContents target)
    {
        // Another major version words the same definition in another way; then only what exists is compared.
        var isSameMajor = source.Major == target.Major;
        return new ComparedItem("schema", source.Schema.Count, target.Schema.Count, Checksum(source, isSameMajor), Checksum(target, isSameMajor))
        {
            FirstDifferences = [.. Names(source.Schema, target.Schema)
                .Select(name => Describe(name, source.Schema.GetValueOrDefault(name), target.Schema.GetValueOrDefault(name), isSameMajor))
                .OfType<string>().Take(Most)],
        };
    }

    private static string? Describe(string name, string? source, string? target, bool isSameMajor) =>
        target is null ? $"{name}: missing on the target"
        : source is null ? $"{name}: only on the target"
        : isSameMajor && source != target ? $"{name}: defined in another way{Definitions(name, source, target)}" : null;

    // Definitions of functions and columns may hold secrets or pages of text; that of an index is short and harmless.
    private static string Definitions(string name, string source, string target) =>
        name.StartsWith("index ", StringComparison.Ordinal) ? $" (source: {source}; target: {target})" : "";

    private static string Checksum(DatabaseContents contents, bool isSameMajor)
    {
        var lines = contents.Schema.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => isSameMajor ? $"{pair.Key}\t{pair.Value}" : pair.Key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))).AsSpan(0, 16));
    }
}
